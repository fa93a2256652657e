internal import Glibc

/// A file that is written piece by piece.
final class OutputStream {
    private let path: String
    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private var isClosed = false

    /// How much is gathered before it is written.
    private static let bufferBytesLimit = 64 * 1024

    /// Makes the file, or empties it.
    init(path: String) throws(OutputFileError) {
        self.path = path
        descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_TRUNC, 0o644)
        guard descriptor >= 0 else { throw OutputFileError(path: path, code: errno) }
    }

    deinit {
        if !isClosed { Glibc.close(descriptor) }
    }

    func line(_ bytes: [UInt8]) throws(OutputFileError) {
        buffer += bytes
        buffer.append(UInt8(ascii: "\n"))
        if buffer.count >= Self.bufferBytesLimit { try flush() }
    }

    /// Writes what is left. A full disk may show only here.
    func close() throws(OutputFileError) {
        try flush()
        isClosed = true
        guard Glibc.close(descriptor) == 0 else { throw OutputFileError(path: path, code: errno) }
    }

    private func flush() throws(OutputFileError) {
        var start = 0
        while start < buffer.count {
            let written = unsafe buffer[start...].withUnsafeBytes {
                unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if written >= 0 {
                start += written
            } else if errno != EINTR {
                throw OutputFileError(path: path, code: errno)
            }
        }
        buffer.removeAll(keepingCapacity: true)
    }
}

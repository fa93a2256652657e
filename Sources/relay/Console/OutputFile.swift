internal import SystemPackage

/// A file that relay makes for people, written piece by piece.
///
/// ```swift
/// let file = try OutputFile(path: "used.ndjson")
/// try file.line(event)
/// try file.close()
/// ```
final class OutputFile {
    /// How many bytes are gathered before they are written.
    private static let bufferBytesLimit = 64 * 1024
    /// Readable by all, written by its owner, as far as the umask lets it.
    private static let permissions: FilePermissions = [.ownerReadWrite, .groupRead, .otherRead]

    private let path: String
    private let descriptor: FileDescriptor
    private var buffer: [UInt8] = []
    private var isClosed = false

    /// Makes the file.
    ///
    /// - Parameter replacing: Whether a file of that name is emptied; otherwise it is an error.
    init(path: String, replacing: Bool = true) throws(OutputFileError) {
        self.path = path
        do throws(Errno) {
            descriptor = try .open(
                file: path, .writeOnly, options: [.create, replacing ? .truncate : .exclusiveCreate],
                permissions: Self.permissions)
        } catch {
            throw OutputFileError(path: path, errno: error)
        }
    }

    deinit {
        if !isClosed { try? descriptor.close() }
    }

    /// Writes a whole file.
    ///
    /// - Parameter replacing: Whether a file of that name is replaced; otherwise it is an error.
    static func write(_ bytes: some Sequence<UInt8>, to path: String, replacing: Bool) throws(OutputFileError) {
        let file = try OutputFile(path: path, replacing: replacing)
        file.buffer += bytes
        try file.close()
    }

    /// Writes bytes and ends the line.
    func line(_ bytes: some Sequence<UInt8>) throws(OutputFileError) {
        buffer += bytes
        buffer.append(UInt8(ascii: "\n"))
        if buffer.count >= Self.bufferBytesLimit { try flush() }
    }

    /// Writes what is left. A full disk may show only here.
    func close() throws(OutputFileError) {
        try flush()
        isClosed = true
        do throws(Errno) {
            try descriptor.closeFile()
        } catch {
            throw OutputFileError(path: path, errno: error)
        }
    }

    private func flush() throws(OutputFileError) {
        do throws(Errno) {
            try descriptor.write(all: buffer)
        } catch {
            throw OutputFileError(path: path, errno: error)
        }
        buffer.removeAll(keepingCapacity: true)
    }
}

/// A file that could not be written, and why.
struct OutputFileError: Error, Hashable, CustomStringConvertible {
    /// The file, as it was named.
    let path: String
    /// The system's error.
    let errno: Errno

    var description: String {
        guard errno != .fileExists else { return "\(path.printable) is there already; replace it with --force" }
        return "\(path.printable): \(errno)"
    }
}

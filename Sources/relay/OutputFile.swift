internal import Glibc

/// Writes files that relay makes for people.
enum OutputFile {
    /// Writes a whole file, or nothing: what was there stays unless it is to be replaced.
    ///
    /// - Throws: ``OutputFileError``.
    static func write(_ bytes: [UInt8], to path: String, replacing: Bool) throws(OutputFileError) {
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_CLOEXEC | (replacing ? O_TRUNC : O_EXCL), 0o644)
        guard descriptor >= 0 else { throw OutputFileError(path: path, code: errno) }
        var start = 0
        while start < bytes.count {
            let written = unsafe bytes[start...].withUnsafeBytes {
                unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if written >= 0 {
                start += written
            } else if errno != EINTR {
                let code = errno
                close(descriptor)
                throw OutputFileError(path: path, code: code)
            }
        }
        // A full disk may show only now.
        guard close(descriptor) == 0 else { throw OutputFileError(path: path, code: errno) }
    }
}

/// A file that could not be written, and why.
struct OutputFileError: Error, Hashable, CustomStringConvertible {
    let path: String
    /// The system's `errno`.
    let code: Int32

    var description: String {
        guard code != EEXIST else { return "\(path.printable) is there already; replace it with --force" }
        return "\(path.printable): \(SystemError.text(for: code))"
    }
}

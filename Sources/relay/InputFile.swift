internal import Glibc

/// Reads files that people write: rules, patterns, templates. (Logs are streamed, by other means.)
enum InputFile {
    /// A file larger than this is not something a person wrote.
    static let bytesLimit = 16 * 1024 * 1024

    /// The path that stands for standard input.
    static let standardInput = "-"

    /// All bytes of a file, or of standard input for `-`.
    static func bytes(at path: String) throws(InputFileError) -> [UInt8] {
        guard path != standardInput else { return try bytes(from: STDIN_FILENO, named: "standard input") }
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw InputFileError(name: path, reason: .system(errno)) }
        defer { close(descriptor) }
        return try bytes(from: descriptor, named: path)
    }

    /// Whether there is a file that stays as it is when it has been read, unlike a pipe or a terminal.
    static func isRegular(_ path: String) -> Bool {
        var status = stat()
        return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    private static func bytes(from descriptor: Int32, named name: String) throws(InputFileError) -> [UInt8] {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = unsafe piece.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
            if count == 0 { return bytes }
            if count > 0 {
                bytes.append(contentsOf: piece[..<count])
                guard bytes.count <= bytesLimit else { throw InputFileError(name: name, reason: .tooLarge) }
            } else if errno != EINTR {
                throw InputFileError(name: name, reason: .system(errno))
            }
        }
    }
}

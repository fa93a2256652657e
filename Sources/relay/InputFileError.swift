/// A file that could not be read, and why.
struct InputFileError: Error, Hashable, CustomStringConvertible {
    enum Reason: Hashable, Sendable {
        /// The system's `errno`.
        case system(Int32)
        /// More than ``InputFile/bytesLimit`` bytes.
        case tooLarge
    }

    /// The path, or `standard input`.
    let name: String
    let reason: Reason

    var description: String {
        let shown = name.isEmpty ? "''" : name.printable
        return switch reason {
        case .system(let code): "\(shown): \(SystemError.text(for: code))"
        case .tooLarge: "\(shown): larger than \(InputFile.bytesLimit / (1024 * 1024)) MiB"
        }
    }
}

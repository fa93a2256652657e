internal import Diagnostics
internal import SystemPackage

/// Reads files that people write: rules, patterns, templates. (Logs are streamed, by other means.)
enum InputFile {
    /// A file larger than this is not something a person wrote.
    static let bytesLimit = 16 * 1024 * 1024

    /// The path that stands for standard input.
    static let standardInput = "-"

    /// All bytes of a file, or of standard input for `-`.
    static func bytes(at path: String) throws(InputFileError) -> [UInt8] {
        let name = path == standardInput ? "standard input" : path
        let bytes: [UInt8]?
        do throws(Errno) {
            bytes = try path == standardInput ? FileDescriptor.standardInput.bytesToEnd(limit: bytesLimit) : read(path)
        } catch {
            throw InputFileError(name: name, reason: .system(error))
        }
        guard let bytes else { throw InputFileError(name: name, reason: .tooLarge) }
        return bytes
    }

    /// The text of an argument that is a path, `-`, or the text itself, with the name to show in errors.
    ///
    /// - Parameters:
    ///   - option: The text's name if it is the argument itself.
    ///   - isText: Whether the argument is the text itself.
    static func text(ofArgument argument: String, option: String, isText: Bool) throws(InputFileError) -> SourceText {
        guard !isText else { return SourceText(name: option, text: argument) }
        let name = argument == standardInput ? "standard input" : argument.printable
        return SourceText(name: name, bytes: try bytes(at: argument))
    }

    /// Whether there is a file that stays as it is when it has been read, unlike a pipe or a terminal.
    static func isRegular(_ path: String) -> Bool { (try? Stat(FilePath(path)))?.type == .regular }

    private static func read(_ path: String) throws(Errno) -> [UInt8]? {
        let file = try FileDescriptor.open(file: path, .readOnly)
        defer { try? file.close() }
        return try file.bytesToEnd(limit: bytesLimit)
    }
}

/// A file that could not be read, and why.
struct InputFileError: Error, Hashable, CustomStringConvertible {
    /// Why the file could not be read.
    enum Reason: Hashable, Sendable {
        /// The system's error.
        case system(Errno)
        /// More than ``InputFile/bytesLimit`` bytes.
        case tooLarge
    }

    /// The path, or `standard input`.
    let name: String
    /// Why it could not be read.
    let reason: Reason

    var description: String {
        let shown = name.isEmpty ? "''" : name.printable
        return switch reason {
        case .system(let errno): "\(shown): \(errno)"
        case .tooLarge: "\(shown): larger than \(InputFile.bytesLimit / (1024 * 1024)) MiB"
        }
    }
}

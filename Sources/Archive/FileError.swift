import Glibc

/// Why a file or folder cannot be read.
public struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Reason: Hashable, Sendable {
        /// The system's error number.
        case system(Int32)
        /// Neither a file nor a folder.
        case notAFile
        case tooDeep(limit: Int)
    }

    public let reason: Reason
    public let path: String

    public init(_ reason: Reason, path: String) {
        (self.reason, self.path) = (reason, path)
    }

    public var description: String { "\(path): \(sentence)" }

    /// The reason without the path.
    public var sentence: String {
        switch reason {
        case .system(let code): unsafe String(cString: strerror(code))
        case .notAFile: "neither a file nor a folder"
        case .tooDeep(let limit): "nested deeper than \(limit) folders"
        }
    }
}

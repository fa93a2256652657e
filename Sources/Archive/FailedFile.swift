public import CloudTrail
import Glibc
public import Gzip

/// A file that could not be read to its end. What came before the damage has been used.
public struct FailedFile: Hashable, Sendable, CustomStringConvertible {
    /// Why it was not read to its end.
    public enum Reason: Hashable, Sendable {
        /// It cannot be listed, opened or read.
        case file(FileError)
        /// Its compressed bytes are damaged, or end too soon.
        case gzip(GzipError)
        /// The text ends inside a record, or before the object around the records is closed.
        case truncated(RecordFault)
        /// There is no record in it, only something else.
        case notALog(RecordFault)
        /// The replay was interrupted inside it.
        case interrupted
    }

    /// What the file is called: a path, the key of an object, or `standard input`.
    public let path: String
    /// Why it was not read to its end.
    public let reason: Reason

    /// The path and the reason.
    public var description: String { "\(path): \(sentence)" }

    /// The reason without the path.
    public var sentence: String {
        switch reason {
        case .file(let error): error.sentence
        case .gzip(let error): "\(error)"
        case .truncated(let fault): "\(fault)"
        case .notALog(let fault): "not a log: \(fault.reason) at byte \(fault.offset)"
        case .interrupted: "interrupted before its end"
        }
    }
}

/// Why a file or folder cannot be listed, opened or read.
public struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What went wrong.
    public enum Reason: Hashable, Sendable {
        /// The system's error number.
        case system(Int32)
        /// Neither a file nor a folder.
        case notAFile
        /// In more folders than a walk goes into.
        case tooDeep(limit: Int)
    }

    /// What went wrong.
    public let reason: Reason
    /// The path of the file or folder, or the key of the object.
    public let path: String

    /// - Parameters:
    ///   - reason: ``reason``.
    ///   - path: ``path``.
    public init(_ reason: Reason, path: String) {
        (self.reason, self.path) = (reason, path)
    }

    /// The path and the reason.
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

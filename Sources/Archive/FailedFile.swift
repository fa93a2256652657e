public import CloudTrail
public import Gzip

/// A file that could not be read to its end. What came before the damage has been used.
public struct FailedFile: Hashable, Sendable, CustomStringConvertible {
    public enum Reason: Hashable, Sendable {
        case file(FileError)
        case gzip(GzipError)
        /// The text ends inside a record, or before the object around the records is closed.
        case truncated(RecordFault)
        /// There is no record in it, only something else.
        case notALog(RecordFault)
        /// The replay was interrupted inside it.
        case interrupted
    }

    public let path: String
    public let reason: Reason

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

public import JSONText

/// A record that could not be read, and where it stands.
public struct RecordFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong with a record.
    public enum Reason: Hashable, Sendable {
        /// Not JSON, at ``RecordFault/offset``.
        case json(JSONError.Reason)
        /// A value other than an object where a record should be.
        case notAnObject
        /// A record longer than any that AWS writes; what it holds has not been read.
        case tooLong(limit: Int)
        /// A CloudWatch Logs payload that is no base64.
        case badBase64
        /// A CloudWatch Logs payload that does not inflate.
        case badGzip(String)
        /// An element of a wrapper without the text that it should wrap.
        case nothingWrapped(key: String)
    }

    /// What is wrong with the record.
    public let reason: Reason
    /// How many records and faults of the same text came before.
    public let index: Int
    /// Where the fault was noticed, in bytes from the start of the whole, uncompressed text.
    public let offset: Int

    /// - Parameters:
    ///   - reason: ``reason``.
    ///   - index: ``index``.
    ///   - offset: ``offset``.
    public init(reason: Reason, index: Int, offset: Int) {
        (self.reason, self.index, self.offset) = (reason, index, offset)
    }

    /// The record's number from 1, the reason, and the offset.
    public var description: String { "record \(index + 1): \(reason) at byte \(offset)" }
}

extension RecordFault.Reason: CustomStringConvertible {
    /// The reason in words.
    public var description: String {
        switch self {
        case .json(let reason): "\(reason)"
        case .notAnObject: "not a JSON object"
        case .tooLong(let limit): "longer than \(limit) bytes"
        case .badBase64: "the CloudWatch Logs data is not base64"
        case .badGzip(let reason): "the CloudWatch Logs data cannot be inflated: \(reason)"
        case .nothingWrapped(let key): "no text under '\(key)'"
        }
    }
}

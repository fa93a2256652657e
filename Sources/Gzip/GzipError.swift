/// Why compressed data cannot be read any further, and where.
public struct GzipError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong with the data.
    public enum Reason: Hashable, Sendable {
        /// The data ends inside a member.
        case truncated
        /// What stands where a member begins is no gzip header; `detail` is zlib's own word for it.
        case badHeader(detail: String)
        /// The compressed data contradicts itself; `detail` is zlib's own word for it.
        case damaged(detail: String)
        /// A member's content does not have the CRC-32 that its trailer states.
        case wrongChecksum
        /// A member's content does not have the length that its trailer states.
        case wrongLength
        /// Something other than another member or zero padding follows a member.
        case trailingGarbage(UInt8)
        /// The content is longer than the caller allows.
        case contentTooLong(limit: Int)
        /// zlib could not be set up, for want of memory or because another version than expected was loaded.
        case unavailable
    }

    /// What is wrong.
    public let reason: Reason
    /// In bytes from the start of the compressed data.
    public let offset: Int

    /// - Parameter offset: In bytes from the start of the compressed data.
    public init(_ reason: Reason, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }

    /// The reason and the offset, in one sentence.
    public var description: String { "\(reason) at byte \(offset)" }
}

extension GzipError.Reason: CustomStringConvertible {
    /// The reason as a sentence without the offset.
    public var description: String {
        switch self {
        case .truncated: "the gzip data is cut short"
        case .badHeader(let detail): "not a gzip header (\(detail))"
        case .damaged(let detail): "the gzip data is damaged (\(detail))"
        case .wrongChecksum: "the gzip checksum is wrong"
        case .wrongLength: "the gzip length is wrong"
        case .trailingGarbage: "unexpected data after the end of the gzip data"
        case .contentTooLong(let limit): "the gzip data inflates to more than \(limit) bytes"
        case .unavailable: "zlib could not be set up"
        }
    }
}

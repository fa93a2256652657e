public import CloudTrail

/// A record that could not be read; the others of its file were.
public struct MalformedRecord: Hashable, Sendable, CustomStringConvertible {
    public let path: String
    public let fault: RecordFault

    public var description: String { "\(path): \(fault)" }
}

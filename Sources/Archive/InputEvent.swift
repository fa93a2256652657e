public import JSONText

/// An event in its envelope, and where it came from.
public struct InputEvent: Sendable {
    /// The event as EventBridge would deliver it.
    public let document: JSONDocument
    /// The file, `standard input`, or `argument 2`.
    public let source: String
    /// Which of the source's events and records it is, from 1; those that could not be read count too.
    public let number: Int
    /// Where it begins, in bytes from the start of the source's uncompressed text. An event that was unpacked from a
    /// string begins where the object around that string does.
    public let offset: Int
    /// Whether the source held a CloudTrail record, and relay put it into its envelope.
    public let isRecord: Bool
}

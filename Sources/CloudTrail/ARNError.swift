/// Why a text is not an ``ARN``, and where.
public struct ARNError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was expected, in the words of ``description``.
    public enum Reason: String, Sendable {
        case missingPrefix = "expected 'arn:'"
        case missingPart = "expected six parts separated by ':'"
        case emptyPart = "expected at least one character"
    }

    /// What was expected.
    public let reason: Reason
    /// In UTF-8 bytes from the start of the text.
    public let offset: Int

    /// The reason and the offset.
    public var description: String { "\(reason.rawValue) at byte \(offset)" }
}

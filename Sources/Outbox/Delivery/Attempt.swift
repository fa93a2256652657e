public import TextFormats

/// One try to deliver, and how it ended.
public struct Attempt: Hashable, Sendable, Codable {
    /// From 1, in the order of trying, through all redrives.
    public var number: Int
    /// When the request was about to be sent.
    public var startedAt: Timestamp
    /// When its outcome was known.
    public var endedAt: Timestamp
    /// HTTP status; nil if there was no answer.
    public var status: Int?
    /// How it ended.
    public var outcome: AttemptOutcome.Kind
    /// Slack's error code (`channel_not_found`) or the reason as text; no secret.
    public var reason: String
    /// The beginning of the answer's body, made printable, secrets masked; at most ``SecretMask/excerptBytesLimit``.
    public var excerpt: String

    /// Memberwise.
    public init(
        number: Int, startedAt: Timestamp, endedAt: Timestamp, status: Int?, outcome: AttemptOutcome.Kind,
        reason: String,
        excerpt: String = ""
    ) {
        self.number = number
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.status = status
        self.outcome = outcome
        self.reason = reason
        self.excerpt = excerpt
    }
}

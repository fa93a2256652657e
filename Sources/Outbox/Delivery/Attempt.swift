public import TextFormats

/// One try to deliver, and how it ended.
public struct Attempt: Hashable, Sendable, Codable {
    /// What an answer, or the lack of one, means.
    public enum Outcome: String, CaseIterable, Hashable, Sendable, Codable {
        case delivered
        /// Too many requests: HTTP 429, Slack's `ratelimited`.
        case throttled
        /// The destination failed: HTTP 5xx, 401, 407, 409, and those of Slack's words that pass.
        case failed
        /// No answer in time. It may have arrived.
        case timedOut
        /// No connection, or one that broke.
        case unreachable
        /// The destination wants another configuration: a revoked token, an archived channel.
        case misconfigured
        /// The destination will never take this request.
        case refused
        /// Slack will not take this body, but may take its text.
        case unrenderable
        /// relay failed: a secret that cannot be read, an address that is none.
        case ours
        /// relay ended before the answer came. It may have arrived.
        case interrupted
    }

    /// From 1, in the order of trying, through all redrives.
    public var number: Int
    public var startedAt: Timestamp
    public var endedAt: Timestamp
    /// HTTP status; nil if there was no answer.
    public var status: Int?
    public var outcome: Outcome
    /// Slack's word (`channel_not_found`) or the reason in words; no secret.
    public var reason: String
    /// The beginning of the answer's body, made printable, secrets masked; at most ``SecretMask/excerptBytesLimit``.
    public var excerpt: String

    public init(
        number: Int, startedAt: Timestamp, endedAt: Timestamp, status: Int?, outcome: Outcome, reason: String,
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

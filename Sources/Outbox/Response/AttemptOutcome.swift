public import SlackMessages

/// What came of one attempt: what the answer, or the lack of one, means. A ``NextStep`` follows from it.
public struct AttemptOutcome: Hashable, Sendable {
    /// What kind of outcome it is. The names are on record and in metrics.
    public enum Kind: String, CaseIterable, Hashable, Sendable, Codable {
        /// The destination has taken it.
        case delivered
        /// Too many requests: HTTP 429, Slack's `ratelimited`.
        case throttled
        /// The destination failed: HTTP 5xx, 401, 407, 409, and Slack's transient error codes.
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
        /// relay failed: a secret that cannot be read, an address that cannot be sent to.
        case ours
        /// The head of the request is longer than ``OutgoingHead/bytesLimit``: it was not sent, and never will be.
        case oversized
        /// relay ended before the answer came. It may have arrived.
        case interrupted
    }

    /// What kind of outcome it is.
    public var kind: Kind
    /// HTTP status; nil if there was no answer.
    public var status: Int?
    /// Slack's error code, or the reason as text; no secret.
    public var reason: String
    /// Slack's error code, where Slack gave one.
    public var slackError: SlackErrorCode?
    /// What the destination says of trying again.
    public var retryAfter: RetryAfter?
    /// Slack's `ts` of the message.
    public var messageTimestamp: String?
    /// Whether it is the channel that has the problem, and others of the destination have not.
    public var concernsChannel: Bool
    /// As ``Attempt/excerpt``.
    public var excerpt = ""
    /// How many uses of a storm the message told of; nil where it told of none.
    public var announcedUses: Int?

    /// Memberwise; only kind and reason are always known.
    public init(
        _ kind: Kind, status: Int? = nil, reason: String, slackError: SlackErrorCode? = nil,
        retryAfter: RetryAfter? = nil, messageTimestamp: String? = nil, concernsChannel: Bool = false
    ) {
        self.kind = kind
        self.status = status
        self.reason = reason
        self.slackError = slackError
        self.retryAfter = retryAfter
        self.messageTimestamp = messageTimestamp
        self.concernsChannel = concernsChannel
    }
}

extension AttemptOutcome.Kind {
    /// Whether the same request may do better later.
    public var passes: Bool {
        switch self {
        case .throttled, .failed, .timedOut, .unreachable, .interrupted: true
        case .delivered, .misconfigured, .refused, .unrenderable, .ours, .oversized: false
        }
    }
}

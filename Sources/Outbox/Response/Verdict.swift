public import SlackMessages

/// What an attempt's answer, or the lack of one, means.
public struct Verdict: Hashable, Sendable {
    public var outcome: Attempt.Outcome
    /// HTTP status; nil if there was no answer.
    public var status: Int?
    /// Slack's error code, or the reason in words.
    public var reason: String
    /// Slack's error code, where Slack gave one.
    public var slackError: SlackErrorCode?
    /// What the destination says of trying again.
    public var retryAfter: RetryAfter?
    /// Slack's `ts` of the message.
    public var messageTimestamp: String?
    /// Whether it is the channel that has the problem, and others of the destination have not.
    public var concernsChannel: Bool

    public init(
        _ outcome: Attempt.Outcome, status: Int? = nil, reason: String, slackError: SlackErrorCode? = nil,
        retryAfter: RetryAfter? = nil,
        messageTimestamp: String? = nil, concernsChannel: Bool = false
    ) {
        self.outcome = outcome
        self.status = status
        self.reason = reason
        self.slackError = slackError
        self.retryAfter = retryAfter
        self.messageTimestamp = messageTimestamp
        self.concernsChannel = concernsChannel
    }
}

extension Attempt.Outcome {
    /// Whether the same request may do better later.
    public var passes: Bool {
        switch self {
        case .throttled, .failed, .timedOut, .unreachable, .interrupted: true
        case .delivered, .misconfigured, .refused, .unrenderable, .ours: false
        }
    }
}

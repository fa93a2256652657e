public import Rules
public import TextFormats

/// What follows from an attempt.
public enum NextStep: Hashable, Sendable {
    /// Nothing: it has arrived.
    ///
    /// - Parameter messageTimestamp: Slack's `ts` of the message, if Slack gave one.
    case delivered(messageTimestamp: String?)
    /// It is tried again.
    ///
    /// - Parameters:
    ///   - dueAt: When.
    ///   - asPlainText: Whether the message is reduced to its text then.
    case later(dueAt: Timestamp, asPlainText: Bool)
    /// It is held back until the configuration has been put right, see ``WaitingSchedule``.
    case waiting(DeadLetter)
    /// It is given up.
    case dead(DeadLetter)

    /// What follows from an outcome.
    ///
    /// | outcome | next |
    /// |---|---|
    /// | throttled, failed, timed out, unreachable, interrupted | later, until attempts or time are used up |
    /// | misconfigured, ours | held back until the configuration has been put right |
    /// | unrenderable | once more as plain text, at once; then given up |
    /// | refused, oversized | given up |
    ///
    /// - Parameter delivery: as it was before this attempt.
    public init(
        after outcome: AttemptOutcome, on delivery: Delivery, now: Timestamp, random: inout some RandomNumberGenerator
    ) {
        let attempts = delivery.attempts + 1
        switch outcome.kind {
        case .delivered: self = .delivered(messageTimestamp: outcome.messageTimestamp)
        case .misconfigured, .ours: self = .waiting(DeadLetter(outcome, retryAttempts: attempts - 1))
        case .unrenderable where !delivery.sendsPlainText: self = .later(dueAt: now, asPlainText: true)
        case .unrenderable, .refused, .oversized: self = .dead(DeadLetter(outcome, retryAttempts: attempts - 1))
        case .throttled, .failed, .timedOut, .unreachable, .interrupted:
            let schedule = RetrySchedule(delivery.content.retryPolicy, startedAt: delivery.startedAt)
            switch schedule.decision(
                attempts: attempts, now: now, retryAfter: outcome.retryAfter, random: &random)
            {
            case .again(let dueAt): self = .later(dueAt: dueAt, asPlainText: delivery.sendsPlainText)
            case .exhausted(let condition):
                self = .dead(DeadLetter(outcome, exhausted: condition, retryAttempts: attempts - 1))
            case .forbidden: self = .dead(DeadLetter(outcome, retryAttempts: attempts - 1))
            }
        }
    }
}

extension APIDestination {
    /// Whether a delivery that stays undelivered after an attempt is to be given to ``failover`` now.
    public func failsOver(_ delivery: Delivery, next: NextStep, now: Timestamp) -> Bool {
        guard failover != nil, !delivery.hasFailedOver else { return false }
        switch next {
        case .delivered: return false
        case .waiting, .dead: return true
        case .later:
            guard let failoverAfterSeconds else { return false }
            return now >= delivery.startedAt + .seconds(failoverAfterSeconds)
        }
    }
}

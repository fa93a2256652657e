public import Rules
public import TextFormats

extension Settlement.Next {
    /// What follows from a verdict.
    ///
    /// | outcome | next |
    /// |---|---|
    /// | throttled, failed, timed out, unreachable, interrupted | later, until attempts or time are used up |
    /// | misconfigured, ours | held back until somebody redrives it |
    /// | unrenderable | once more as plain text, at once; then given up |
    /// | refused | given up |
    ///
    /// - Parameter delivery: as it was before this attempt.
    public init(
        after verdict: Verdict, on delivery: Delivery, now: Timestamp, random: inout some RandomNumberGenerator
    ) {
        let attempts = delivery.attempts + 1
        switch verdict.outcome {
        case .delivered: self = .delivered(messageTimestamp: verdict.messageTimestamp)
        case .misconfigured, .ours: self = .waiting(DeadLetter(verdict, retryAttempts: attempts - 1))
        case .unrenderable where !delivery.sendsPlainText: self = .later(dueAt: now, asPlainText: true)
        case .unrenderable, .refused: self = .dead(DeadLetter(verdict, retryAttempts: attempts - 1))
        case .throttled, .failed, .timedOut, .unreachable, .interrupted:
            let schedule = RetrySchedule(delivery.content.retryPolicy, startedAt: delivery.startedAt)
            switch schedule.decision(
                attempts: attempts, now: now, retryAfter: verdict.retryAfter, random: &random)
            {
            case .again(let dueAt): self = .later(dueAt: dueAt, asPlainText: delivery.sendsPlainText)
            case .exhausted(let condition):
                self = .dead(DeadLetter(verdict, exhausted: condition, retryAttempts: attempts - 1))
            case .forbidden: self = .dead(DeadLetter(verdict, retryAttempts: attempts - 1))
            }
        }
    }
}

extension APIDestination {
    /// Whether a delivery that stays undelivered after an attempt is to be given to ``otherwise`` now.
    public func handsOver(_ delivery: Delivery, next: Settlement.Next, now: Timestamp) -> Bool {
        guard otherwise != nil, !delivery.isHandedOver else { return false }
        switch next {
        case .delivered: return false
        case .waiting, .dead: return true
        case .later:
            guard let otherwiseAfterSeconds else { return false }
            return now >= delivery.startedAt + .seconds(otherwiseAfterSeconds)
        }
    }
}

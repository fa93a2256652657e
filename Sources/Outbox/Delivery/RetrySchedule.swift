public import Rules
public import TextFormats

/// When a delivery is tried again, and when it is given up.
///
/// Exponential back-off with full jitter, on a budget in time: attempts never run out before the time does. The wait is
/// drawn from zero to a ceiling that doubles with each attempt, up to twice the mean that is left (time that remains by
/// attempts that remain); so the mean is kept, and what jitter spends too fast or too slowly is made up for by the
/// waits that follow. With 185 attempts in a day the ceiling ends near a quarter of an hour. The last try is made just
/// before the time is up.
///
/// Sources: EventBridge API Reference, `RetryPolicy`; AWS Architecture Blog, "Exponential Backoff And Jitter".
public struct RetrySchedule: Hashable, Sendable {
    /// Whether it is tried again.
    public enum Decision: Hashable, Sendable {
        /// It is tried again, at this time.
        case again(at: Timestamp)
        /// It is given up: attempts or time are used up.
        case exhausted(DeadLetter.ExhaustedRetryCondition)
        /// The destination said that trying again has no use.
        case forbidden
    }

    /// The ceiling of the first wait.
    public static let firstCeiling: Duration = .seconds(1)
    /// How long before the end of its time the last try of a delivery is made, at most.
    public static let lastTryWindowLimit: Duration = .seconds(60)

    /// How often and for how long.
    public let policy: RetryPolicy
    /// When the time to try began.
    public let startedAt: Timestamp

    /// Memberwise.
    public init(_ policy: RetryPolicy, startedAt: Timestamp) {
        self.policy = policy
        self.startedAt = startedAt
    }

    /// When the time to try is over.
    public var deadline: Timestamp { startedAt + .seconds(policy.maximumEventAgeInSeconds) }

    /// When the last try is made, however long a destination asks to be left alone.
    public var lastTryAt: Timestamp { deadline - lastTryWindow / 2 }

    /// The last try is made within this time before the ``deadline``. A failure within it is final.
    private var lastTryWindow: Duration {
        min(Self.lastTryWindowLimit, .seconds(policy.maximumEventAgeInSeconds) / 20)
    }

    /// - Parameters:
    ///   - attempts: how many were made, the one that just failed counted.
    ///   - retryAfter: what the destination asks for; the longer of this and the own wait is kept.
    public func decision(
        attempts: Int, now: Timestamp, retryAfter: RetryAfter? = nil, random: inout some RandomNumberGenerator
    ) -> Decision {
        if retryAfter == .never { return .forbidden }
        let retriesLeft = policy.maximumRetryAttempts - (attempts - 1)
        guard retriesLeft > 0 else { return .exhausted(.maximumRetryAttempts) }
        guard now < deadline - lastTryWindow else { return .exhausted(.maximumEventAge) }
        guard retriesLeft > 1 else { return .again(at: lastTryAt) }
        let ceiling = ceiling(attempts: attempts, timeLeft: lastTryAt - now, retriesLeft: retriesLeft)
        let drawn = Duration.milliseconds(Int64.random(in: 1...max(1, ceiling.wholeMilliseconds), using: &random))
        let asked = if case .wait(let wait) = retryAfter { wait } else { Duration.zero }
        return .again(at: min(now + max(drawn, asked), lastTryAt))
    }

    private func ceiling(attempts: Int, timeLeft: Duration, retriesLeft: Int) -> Duration {
        let limit = timeLeft * 2 / retriesLeft
        var ceiling = Self.firstCeiling
        for _ in 1..<max(1, attempts) {
            guard ceiling < limit else { break }
            ceiling *= growth
        }
        return min(ceiling, limit)
    }

    /// What a ceiling is multiplied by from attempt to attempt: 2, or more where there are so few attempts that
    /// doubling would leave a gap of nearly all the time before the last.
    private var growth: Int {
        let whole = policy.maximumEventAgeInSeconds
        for factor in 2..<max(3, whole) {
            var reach = 1
            for _ in 0..<policy.maximumRetryAttempts where reach < whole { reach *= factor }
            if reach >= whole { return factor }
        }
        return 2
    }
}

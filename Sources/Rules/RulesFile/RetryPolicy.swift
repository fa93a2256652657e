/// How often, and how long, a delivery is tried again; whichever is reached first ends it.
///
/// Source: EventBridge API Reference, `RetryPolicy`.
public struct RetryPolicy: Hashable, Sendable {
    /// What `maximum_retry_attempts` may be.
    public static let attemptsRange = 0...185
    /// What `maximum_event_age_in_seconds` may be.
    public static let eventAgeSecondsRange = 60...86_400

    /// After the first attempt.
    public var maximumRetryAttempts = attemptsRange.upperBound
    /// From the event's arrival; within ``eventAgeSecondsRange``.
    public var maximumEventAgeInSeconds = eventAgeSecondsRange.upperBound

    /// EventBridge's defaults: 185 attempts, 24 hours.
    public init() {}
}

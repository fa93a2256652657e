/// How often, and how long, a delivery is tried again; whichever is reached first ends it.
///
/// Source: EventBridge API Reference, `RetryPolicy`.
public struct RetryPolicy: Hashable, Sendable {
    public static let attemptsRange = 0...185
    public static let eventAgeSecondsRange = 60...86_400

    /// After the first attempt.
    public var maximumRetryAttempts = attemptsRange.upperBound
    public var maximumEventAgeInSeconds = eventAgeSecondsRange.upperBound

    public init() {}
}

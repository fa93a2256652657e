/// Where requests go: an endpoint, how to reach it, and how often.
///
/// Source: EventBridge API Reference, `CreateApiDestination`; `otherwise` and `escapesMrkdwn` are relay's own.
public struct APIDestination: Hashable, Sendable {
    /// The HTTP method of a request (`CreateApiDestination`, `HttpMethod`).
    public enum Method: String, CaseIterable, Hashable, Sendable {
        case get = "GET"
        case post = "POST"
        case head = "HEAD"
        case options = "OPTIONS"
        case put = "PUT"
        case patch = "PATCH"
        case delete = "DELETE"
    }

    /// What `invocation_rate_limit_per_second` may be, in requests; EventBridge's quota is 300.
    public static let rateLimitRange = 1...300
    /// What `otherwise_after_seconds` may be: up to a day, the longest age of a delivery.
    public static let otherwiseAfterSecondsRange = 1...86_400

    /// The destination's key in the file; 1 to 64 letters, digits, `.`, `-` and `_`.
    public let name: String
    /// What the author says it is for; at most 512 characters.
    public let description: String?
    /// The key of a connection of the same file.
    public let connection: String
    /// The address, with `*` where a target's path parameters go.
    public let endpoint: Endpoint
    /// The method of every request.
    public let method: Method
    /// How many requests a second are sent at most, within ``rateLimitRange``; 300 unless given.
    public let invocationRateLimitPerSecond: Int
    /// The key of the API destination that gets what this one could not deliver.
    public let otherwise: String?
    /// How long a delivery may keep failing before ``otherwise`` gets a copy, though this one is tried on; nil: not
    /// before it has been given up.
    public let otherwiseAfterSeconds: Int?
    /// How many messages a second one channel gets: Slack allows one (Slack, "Rate limits"). Nil where there are no
    /// channels.
    public let messagesPerSecondPerChannel: Int?
    /// Whether `&`, `<` and `>` in values are escaped as Slack's mrkdwn wants it.
    public let escapesMrkdwn: Bool

    /// Where the name stands in the file.
    package let nameRange: Range<Int>
}

/// Where requests go: an endpoint, how to reach it, and how often.
///
/// Source: EventBridge API Reference, `CreateApiDestination`; `otherwise` and `escapesMrkdwn` are relay's own.
public struct APIDestination: Hashable, Sendable {
    public enum Method: String, CaseIterable, Hashable, Sendable {
        case get = "GET"
        case post = "POST"
        case head = "HEAD"
        case options = "OPTIONS"
        case put = "PUT"
        case patch = "PATCH"
        case delete = "DELETE"
    }

    public static let rateLimitRange = 1...300
    public static let otherwiseAfterSecondsRange = 1...86_400

    public let name: String
    public let description: String?
    /// The key of a connection of the same file.
    public let connection: String
    public let endpoint: Endpoint
    public let method: Method
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

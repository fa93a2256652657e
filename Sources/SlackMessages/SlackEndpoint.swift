public import TextFormats

/// What an address on Slack takes and how it answers: relay's only test for "is this Slack?".
///
/// A method of the Web API is known by its path on any host, since gateways and stand-ins take and answer what Slack
/// does. A webhook is known by Slack's host, or by its path on this machine. Slack's government cloud counts as Slack.
///
/// Sources: docs.slack.dev, "Using the Slack Web API", "Sending messages using incoming webhooks", "GovSlack".
public enum SlackEndpoint: Hashable, Sendable {
    /// `…/chat.postMessage`: takes a message that names its channel.
    case postMessage
    /// Any other method of the Web API, `chat.update` among them.
    case otherMethod
    /// `https://hooks.slack.com/services/…`: takes a message; the address decides the channel.
    case webhook

    /// - Parameter address: An `http` or `https` address, or its beginning as far as it is known.
    /// - Returns: nil for an address that is not known to be one of these. Workflow triggers (`/workflows/`,
    ///   `/triggers/`) are not: they take variables of their own, not messages.
    public init?(address: String) {
        guard let address = HTTPAddress(address) else { return nil }
        self.init(address)
    }

    /// - Returns: as ``init(address:)``.
    public init?(_ address: HTTPAddress) {
        let path = address.path.utf8.last == UInt8(ascii: "/") ? String(address.path.dropLast()) : address.path
        if path.hasSuffix("/chat.postmessage") {
            self = .postMessage
        } else if path.hasSuffix("/chat.update") || Self.apiHosts.contains(address.host) && path.hasPrefix("/api/") {
            self = .otherMethod
        } else if Self.webhookHosts.contains(address.host) || address.isLoopback, address.path.hasPrefix("/services/") {
            self = .webhook
        } else {
            return nil
        }
    }

    /// Whether an address is Slack's, or a gateway's that takes what Slack takes, so that values in text sent there need
    /// mrkdwn's escaping and channels have a rate limit. A stand-in on this machine has no limits of Slack's.
    public static func isSlack(_ address: HTTPAddress) -> Bool {
        SlackEndpoint(address) != nil && !address.isLoopback
            || domains.contains { address.host.hasBytes(of: $0) || address.host.hasSuffix(".\($0)") }
    }

    /// Whether a message is posted there, to which Slack's limits apply.
    public var takesMessages: Bool { self != .otherMethod }

    private static let domains = ["slack.com", "slack-gov.com"]
    private static let apiHosts: Set = ["slack.com", "www.slack.com", "slack-gov.com", "www.slack-gov.com"]
    private static let webhookHosts: Set = ["hooks.slack.com", "hooks.slack-gov.com"]
}

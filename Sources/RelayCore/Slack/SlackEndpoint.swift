/// Where a Slack message is posted to, which decides what it must hold.
public enum SlackEndpoint: Hashable, Sendable {
    /// `https://slack.com/api/chat.postMessage`: the message names its channel.
    case postMessage
    /// `https://hooks.slack.com/services/…`: the address decides the channel.
    case webhook

    /// Nil for an address that is none of Slack's for messages. Slack's government cloud counts.
    public init?(address: String) {
        let text = address.lowercased()
        let rest = text.dropFirst("https://".count)
        guard text.hasPrefix("https://"), let slash = rest.firstIndex(of: "/") else { return nil }
        let path = rest[slash...].prefix { $0 != "?" && $0 != "#" }
        switch rest[..<slash] {
        case "slack.com", "www.slack.com", "slack-gov.com", "www.slack-gov.com":
            guard path == "/api/chat.postmessage" || path == "/api/chat.postmessage/" else { return nil }
            self = .postMessage
        case "hooks.slack.com", "hooks.slack-gov.com":
            // Workflow triggers (`/workflows/`, `/triggers/`) take variables of their own, not messages.
            guard path.hasPrefix("/services/") else { return nil }
            self = .webhook
        default: return nil
        }
    }
}

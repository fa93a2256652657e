/// How a destination says whether it has taken a request.
public enum AnswerForm: Hashable, Sendable {
    /// By the HTTP status alone.
    case status
    /// Slack's Web API: HTTP 200 with `{"ok":false,"error":"…"}` is a refusal.
    case slackMethod
    /// Slack's incoming webhooks: the status, and a word as text.
    case slackWebhook

    /// - Parameter address: where the request goes, secrets filled in. A method of the Web API is known by its path on
    ///   any host, since gateways and stand-ins answer as Slack does; a webhook by Slack's host, or by its path on this
    ///   machine.
    public init(address: String) {
        guard let parts = AddressParts(address) else {
            self = .status
            return
        }
        if parts.path.hasSuffix("/chat.postmessage") || parts.path.hasSuffix("/chat.update") {
            self = .slackMethod
        } else if parts.isSlack, parts.path.hasPrefix("/api/") {
            self = .slackMethod
        } else if parts.isSlackWebhookHost || parts.isLoopback, parts.path.hasPrefix("/services/") {
            self = .slackWebhook
        } else {
            self = .status
        }
    }

    /// Whether messages sent there can carry `metadata`, and be updated.
    public static func isPostMessage(_ address: String) -> Bool {
        AddressParts(address)?.path.hasSuffix("/chat.postmessage") ?? false
    }
}

import SlackMessages

/// How a destination says whether it has accepted a request.
public enum ResponseConvention: Hashable, Sendable {
    /// By the HTTP status alone.
    case httpStatus
    /// Slack's Web API: HTTP 200 with `{"ok":false,"error":"…"}` is a refusal.
    case slackMethod
    /// Slack's incoming webhooks: the status, and `ok` or an error code as plain text.
    case slackWebhook

    /// - Parameter address: where the request goes, secrets filled in.
    public init(address: String) {
        switch SlackEndpoint(address: address) {
        case .postMessage, .otherMethod: self = .slackMethod
        case .webhook: self = .slackWebhook
        case nil: self = .httpStatus
        }
    }
}

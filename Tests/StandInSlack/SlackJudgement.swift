import JSONText

/// What Slack makes of a message, as far as its reference says: the checks that senders meet in practice.
///
/// Sources: docs.slack.dev, chat.postMessage, chat.update, Block Kit, "Sending messages using incoming webhooks".
struct SlackJudgement {
    static let blocksLimit = 50
    static let attachmentsLimit = 100
    static let sectionCharactersLimit = 3_000
    static let headerCharactersLimit = 150
    static let textCharactersLimit = 40_000

    let root: JSONValue?
    /// Slack's word for what is wrong; nil if nothing is.
    let refusal: String?

    init(_ method: SlackMessageReceived.Method, authorization: String?, contentType: String?, body: [UInt8]) {
        let root = (try? JSONDocument(parsing: body))?.root
        self.root = root
        refusal = Self.refusal(method, authorization, contentType, root)
    }

    private static func refusal(
        _ method: SlackMessageReceived.Method, _ authorization: String?, _ contentType: String?, _ root: JSONValue?
    ) -> String? {
        if case .other(let path) = method {
            return path == "/api/auth.test" ? authorizationRefusal(authorization) : nil
        }
        let isWebhook = method == .webhook
        if !isWebhook {
            if let word = authorizationRefusal(authorization) { return word }
            guard contentType?.lowercased().hasPrefix("application/json") == true else { return "invalid_form_data" }
        }
        guard let root, root.kind == .object else { return isWebhook ? "invalid_payload" : "invalid_json" }
        if !isWebhook, root["channel"]?.string?.isEmpty != false { return "channel_not_found" }
        if method == .update, root["ts"]?.string == nil { return "message_not_found" }
        return contentRefusal(root)
    }

    private static func authorizationRefusal(_ authorization: String?) -> String? {
        guard let authorization, authorization.hasPrefix("Bearer ") else { return "not_authed" }
        return authorization.hasPrefix("Bearer xox") ? nil : "invalid_auth"
    }

    private static func contentRefusal(_ root: JSONValue) -> String? {
        let text = root["text"]?.string ?? ""
        let blocks = root["blocks"]?.elements ?? []
        let attachments = root["attachments"]?.elements ?? []
        guard !text.isEmpty || !blocks.isEmpty || !attachments.isEmpty else { return "no_text" }
        guard attachments.count <= attachmentsLimit else { return "too_many_attachments" }
        guard text.unicodeScalars.count <= textCharactersLimit else { return "msg_too_long" }
        if let value = root["blocks"], value.kind != .array { return "invalid_blocks_format" }
        guard blocks.count <= blocksLimit, blocks.allSatisfy(isBlock) else { return "invalid_blocks" }
        return nil
    }

    private static func isBlock(_ block: JSONValue) -> Bool {
        guard let type = block["type"]?.string else { return false }
        let characters = block["text"]?["text"]?.string?.unicodeScalars.count ?? 0
        switch type {
        case "section":
            let fields = block["fields"]?.elements ?? []
            return characters <= sectionCharactersLimit && (characters > 0 || !fields.isEmpty) && fields.count <= 10
        case "header": return (1...headerCharactersLimit).contains(characters)
        case "context": return (1...10).contains(block["elements"]?.elements.count ?? 0)
        default: return true
        }
    }

    /// The HTTP status that a webhook answers a refusal with.
    static func webhookStatus(of word: String) -> Int {
        switch word {
        case "action_prohibited", "invalid_token", "posting_to_general_channel_denied": 403
        case "channel_not_found", "no_service", "no_team", "no_active_hooks": 404
        case "channel_is_archived": 410
        case "rollup_error": 500
        default: 400
        }
    }
}

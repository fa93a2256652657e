/// What Slack's word for an error means for a delivery.
///
/// Slack's list is open. A word that is not known here is taken for one that passes: trying in vain for a day costs
/// little, and a dead letter comes of it in the end; an alert that is given up too early is lost to whoever waits for it.
///
/// Sources: docs.slack.dev, chat.postMessage, chat.update, "Sending messages using incoming webhooks" and "Changes to
/// errors from incoming webhooks" (2016-05-17).
public struct SlackWord: Hashable, Sendable {
    public let text: String
    public let outcome: Attempt.Outcome
    /// Whether the word is about the channel, not the whole workspace.
    public let concernsChannel: Bool
    /// How long to wait at least.
    public let wait: Duration?

    /// Longer words are cut: the longest known has 43 bytes.
    public static let bytesLimit = 64

    /// - Parameter text: as Slack sent it. What is no word (`[a-z0-9_.-]`) is replaced.
    public init(_ text: String) {
        let bytes = text.utf8.prefix(Self.bytesLimit).map { Self.isWordByte($0) ? $0 : UInt8(ascii: "?") }
        let word = bytes.isEmpty ? "an error without a word" : String(decoding: bytes, as: UTF8.self)
        self.text = word
        concernsChannel = Self.aboutChannel.contains(word) || word.utf8.starts(with: "restricted_action_".utf8)
        outcome = Self.outcome(of: word)
        wait = word.utf8.elementsEqual("message_limit_exceeded".utf8) ? Self.messageLimitWait : nil
    }

    /// A workspace that has used up its messages does not have more in the next minute.
    private static let messageLimitWait: Duration = .seconds(600)

    private static func outcome(of word: String) -> Attempt.Outcome {
        if throttling.contains(word) { return .throttled }
        if passing.contains(word) { return .failed }
        if misconfigured.contains(word) || aboutChannel.contains(word) { return .misconfigured }
        if unrenderable.contains(word) { return .unrenderable }
        if misconfiguredHeads.contains(where: { word.utf8.starts(with: $0.utf8) }) { return .misconfigured }
        if unrenderableHeads.contains(where: { word.utf8.starts(with: $0.utf8) }) { return .unrenderable }
        return .failed
    }

    /// Whether `metadata` is what Slack does not like.
    public var isAboutMetadata: Bool { outcome == .unrenderable && text.contains("metadata") }

    /// Whether a message cannot be updated, but may be posted anew.
    public var isAboutUpdate: Bool { Self.aboutUpdate.contains(text) }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
        }
    }
}

// MARK: - The words

extension SlackWord {
    private static let throttling: Set = ["ratelimited", "rate_limited", "message_limit_exceeded"]

    /// Some of them may have succeeded.
    private static let passing: Set = [
        "fatal_error", "internal_error", "request_timeout", "rollup_error", "service_unavailable", "team_added_to_org",
        "update_failed",
    ]

    private static let misconfigured: Set = [
        "access_denied", "accesslimited", "account_inactive", "action_prohibited", "app_access_restricted",
        "app_missing_action_url", "cannot_reply_to_channel", "deprecated_endpoint", "ekm_access_denied",
        "enterprise_is_restricted", "invalid_auth", "invalid_token", "is_bot", "method_deprecated", "missing_scope",
        "missing_charset", "no_active_hooks", "no_permission", "no_service", "no_service_id", "no_team", "not_authed",
        "not_allowed_token_type", "org_login_required", "posting_to_general_channel_denied",
        "send_on_behalf_not_allowed", "team_access_not_granted", "team_disabled", "team_not_found", "token_expired",
        "token_revoked", "two_factor_setup_required", "unknown_method",
    ]

    private static let aboutChannel: Set = [
        "channel_is_archived", "channel_not_found", "channel_type_not_supported", "duplicate_channel_not_found",
        "is_archived", "messages_tab_disabled", "not_in_channel", "restricted_action", "user_not_found",
    ]

    private static let misconfiguredHeads = ["restricted_action", "slack_connect_"]

    private static let unrenderable: Set = [
        "as_user_not_supported", "attachment_payload_limit_exceeded", "block_mismatch", "cannot_reply_to_message",
        "duplicate_message_not_found", "json_not_object", "markdown_text_conflict", "message_not_found",
        "missing_file_data", "missing_post_type", "msg_blocks_too_long", "msg_too_long", "no_text", "thread_not_found",
    ]

    private static let unrenderableHeads = [
        "draft_", "invalid_arg", "invalid_array_arg", "invalid_attachment", "invalid_block", "invalid_charset",
        "invalid_form_data", "invalid_json", "invalid_metadata", "invalid_payload", "invalid_post_type", "metadata_",
        "msg_", "too_many_",
    ]

    private static let aboutUpdate: Set = [
        "block_mismatch", "cant_update_message", "channel_not_found", "edit_window_closed", "message_not_found",
        "streaming_state_conflict", "update_failed",
    ]
}

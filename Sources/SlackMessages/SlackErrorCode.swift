import TextFormats

/// Slack's code for an error, such as `channel_not_found`, and what it means for a message.
///
/// Slack may add codes. An unknown code counts as ``Meaning/transient``: trying for a day without success costs little
/// and ends in a dead letter, but an alert that is given up too early is lost.
///
/// Sources: docs.slack.dev, chat.postMessage, chat.update, "Sending messages using incoming webhooks" and "Changes to
/// errors from incoming webhooks" (2016-05-17).
public struct SlackErrorCode: Hashable, Sendable {
    /// What an error means for the delivery.
    public enum Meaning: Hashable, Sendable {
        /// Too many requests, or too many messages in the workspace.
        case rateLimited
        /// Slack failed; the same request may succeed later. Some such requests may have succeeded.
        case transient
        /// The token, the app or the channel needs another configuration.
        case misconfigured
        /// Slack will never take this body, but may take its text alone.
        case unacceptableMessage
    }

    /// The code; every byte outside `[a-z0-9_.*-]` is replaced by `?`. A `*` is left of what was masked. At most
    /// ``bytesLimit`` bytes.
    public let text: String
    /// What the error means for the delivery.
    public let meaning: Meaning
    /// Whether the error is about the channel, not the whole workspace.
    public let concernsChannel: Bool
    /// How long to wait at least before the next attempt.
    public let wait: Duration?

    /// Longer codes are cut: the longest known has 43 bytes.
    public static let bytesLimit = 64

    /// - Parameter text: as Slack sent it.
    public init(_ text: String) {
        let bytes = text.utf8.prefix(Self.bytesLimit).map { Self.isCodeByte($0) ? $0 : UInt8(ascii: "?") }
        let code = bytes.isEmpty ? "an error without a word" : String(decoding: bytes, as: UTF8.self)
        self.text = code
        concernsChannel = Self.aboutChannel.contains(code) || code.utf8.starts(with: "restricted_action_".utf8)
        meaning = Self.meaning(of: code)
        wait = code.utf8.elementsEqual("message_limit_exceeded".utf8) ? Self.messageLimitWait : nil
    }

    /// A workspace that has used up its messages gets no new ones within the next minutes.
    private static let messageLimitWait: Duration = .seconds(600)

    private static func meaning(of code: String) -> Meaning {
        if rateLimited.contains(code) { return .rateLimited }
        if transient.contains(code) { return .transient }
        if misconfigured.contains(code) || aboutChannel.contains(code) { return .misconfigured }
        if unacceptable.contains(code) { return .unacceptableMessage }
        if misconfiguredPrefixes.contains(where: { code.utf8.starts(with: $0.utf8) }) { return .misconfigured }
        if unacceptablePrefixes.contains(where: { code.utf8.starts(with: $0.utf8) }) { return .unacceptableMessage }
        return .transient
    }

    /// Whether `metadata` is what Slack does not take.
    public var concernsMetadata: Bool { meaning == .unacceptableMessage && text.contains("metadata") }

    /// Whether a message cannot be updated, but may be posted anew.
    public var concernsUpdate: Bool { Self.aboutUpdate.contains(text) }

    private static func isCodeByte(_ byte: UInt8) -> Bool {
        byte.isASCIILowercase || byte.isASCIIDigit || "_-.*".utf8.contains(byte)
    }
}

// MARK: - The codes

extension SlackErrorCode {
    private static let rateLimited: Set = ["ratelimited", "rate_limited", "message_limit_exceeded"]

    private static let transient: Set = [
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

    private static let misconfiguredPrefixes = ["restricted_action", "slack_connect_"]

    private static let unacceptable: Set = [
        "as_user_not_supported", "attachment_payload_limit_exceeded", "block_mismatch", "cannot_reply_to_message",
        "duplicate_message_not_found", "json_not_object", "markdown_text_conflict", "message_not_found",
        "missing_file_data", "missing_post_type", "msg_blocks_too_long", "msg_too_long", "no_text", "thread_not_found",
    ]

    private static let unacceptablePrefixes = [
        "draft_", "invalid_arg", "invalid_array_arg", "invalid_attachment", "invalid_block", "invalid_charset",
        "invalid_form_data", "invalid_json", "invalid_metadata", "invalid_payload", "invalid_post_type", "metadata_",
        "msg_", "too_many_",
    ]

    private static let aboutUpdate: Set = [
        "block_mismatch", "cant_update_message", "channel_not_found", "edit_window_closed", "message_not_found",
        "streaming_state_conflict", "update_failed",
    ]
}

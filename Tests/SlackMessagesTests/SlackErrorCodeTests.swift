import SlackMessages
import Testing

/// Every code of chat.postMessage's and chat.update's reference, and those that people meet besides.
struct SlackErrorCodeTests {
    @Test(arguments: [
        (SlackErrorCode.Meaning.rateLimited, "ratelimited rate_limited message_limit_exceeded"),
        (
            .transient,
            "fatal_error internal_error request_timeout service_unavailable team_added_to_org rollup_error update_failed"
        ),
        (
            .misconfigured,
            """
            access_denied accesslimited account_inactive app_access_restricted channel_not_found deprecated_endpoint \
            duplicate_channel_not_found ekm_access_denied enterprise_is_restricted invalid_auth is_archived is_bot \
            messages_tab_disabled method_deprecated missing_scope no_permission not_allowed_token_type not_authed \
            not_in_channel org_login_required restricted_action restricted_action_non_threadable_channel \
            restricted_action_read_only_channel restricted_action_thread_locked \
            restricted_action_thread_only_channel send_on_behalf_not_allowed \
            slack_connect_canvas_sharing_blocked slack_connect_file_link_sharing_blocked team_not_found \
            token_expired token_revoked two_factor_setup_required unknown_method action_prohibited invalid_token \
            posting_to_general_channel_denied no_service no_team no_active_hooks channel_is_archived user_not_found
            """
        ),
        (
            .unacceptableMessage,
            """
            as_user_not_supported attachment_payload_limit_exceeded cannot_reply_to_message draft_not_found \
            duplicate_message_not_found invalid_arg_name invalid_arguments invalid_array_arg invalid_blocks \
            invalid_blocks_format invalid_charset invalid_form_data invalid_json invalid_metadata_format \
            invalid_metadata_schema invalid_post_type json_not_object markdown_text_conflict \
            metadata_must_be_sent_from_app metadata_too_large missing_file_data missing_post_type \
            msg_blocks_too_long msg_too_long no_text too_many_attachments too_many_contact_cards block_mismatch \
            message_not_found invalid_payload invalid_attachments
            """
        ),
    ])
    func hasItsMeaning(meaning: SlackErrorCode.Meaning, codes: String) {
        for code in codes.split(separator: " ") {
            #expect(SlackErrorCode(String(code)).meaning == meaning, "\(code)")
        }
    }

    @Test(arguments: ["a_code_of_tomorrow", "", "constructor", "RATELIMITED", "ratelimited "])
    func countsAnUnknownCodeAsTransient(code: String) { #expect(SlackErrorCode(code).meaning == .transient) }

    @Test func replacesBytesThatNoCodeHas() {
        #expect(SlackErrorCode("evil\n\u{1B}[31m<!here>").text == "evil???31m??here?")
        #expect(SlackErrorCode(String(repeating: "a", count: 1_000)).text.utf8.count == SlackErrorCode.bytesLimit)
    }

    @Test(arguments: ["channel_not_found", "is_archived", "not_in_channel", "restricted_action_read_only_channel"])
    func knowsErrorsAboutTheChannel(code: String) { #expect(SlackErrorCode(code).concernsChannel) }

    @Test(arguments: ["token_revoked", "invalid_auth", "missing_scope", "ratelimited", "new_code"])
    func knowsErrorsAboutTheWorkspace(code: String) { #expect(!SlackErrorCode(code).concernsChannel) }

    @Test(arguments: [
        ("metadata_must_be_sent_from_app", true), ("invalid_metadata_schema", true), ("invalid_blocks", false),
    ])
    func knowsErrorsAboutMetadata(code: String, concernsMetadata: Bool) {
        #expect(SlackErrorCode(code).concernsMetadata == concernsMetadata)
    }

    @Test(arguments: [
        ("message_not_found", true), ("edit_window_closed", true), ("invalid_blocks", false), ("ratelimited", false),
    ])
    func knowsErrorsAboutUpdates(code: String, concernsUpdate: Bool) {
        #expect(SlackErrorCode(code).concernsUpdate == concernsUpdate)
    }
}

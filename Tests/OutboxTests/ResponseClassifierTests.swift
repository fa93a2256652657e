import Outbox
import Testing
import TextFormats

struct ResponseClassifierTests {
    static let now = Timestamp(milliseconds: 1_772_442_847_000)

    static func verdict(
        _ form: ResponseConvention, _ status: Int, _ body: String = "", retryAfter: String? = nil, isWhole: Bool = true
    ) -> Verdict {
        ResponseClassifier(form, now: now).verdict(
            on: DestinationResponse(status: status, retryAfter: retryAfter, body: Array(body.utf8), isWhole: isWhole))
    }

    /// EventBridge User Guide, "API destinations": 401, 407, 409, 429 and 5xx are retried; 1xx, 3xx and other 4xx are not.
    @Test(arguments: [
        (200, Attempt.Outcome.delivered), (201, .delivered), (204, .delivered), (299, .delivered),
        (401, .failed), (407, .failed), (409, .failed), (429, .throttled), (500, .failed), (502, .failed),
        (503, .failed), (504, .failed), (599, .failed), (100, .refused), (199, .refused), (300, .refused),
        (301, .refused), (302, .refused), (307, .refused), (400, .refused), (402, .refused), (403, .refused),
        (404, .refused), (408, .refused), (410, .refused), (413, .refused), (422, .refused), (600, .refused),
    ])
    func theStatusDecidesElsewhere(status: Int, outcome: Attempt.Outcome) {
        let verdict = Self.verdict(.httpStatus, status, #"{"ok":false,"error":"whatever"}"#)
        #expect(verdict.outcome == outcome)
        #expect(verdict.status == status)
    }

    @Test(arguments: [
        (200, #"{"ok":true,"channel":"C1","ts":"1772442850.000100"}"#, Attempt.Outcome.delivered, "ok"),
        (200, #"{"ok":true,"error":"looks bad, is not"}"#, .delivered, "ok"),
        (200, #"{"ok":false,"error":"channel_not_found"}"#, .misconfigured, "channel_not_found"),
        (200, #"{"ok":false,"error":"ratelimited"}"#, .throttled, "ratelimited"),
        (200, #"{"ok":false,"error":"fatal_error"}"#, .failed, "fatal_error"),
        (200, #"{"ok":false,"error":"invalid_blocks"}"#, .unrenderable, "invalid_blocks"),
        (200, #"{"ok":false,"error":"a_word_of_tomorrow"}"#, .failed, "a_word_of_tomorrow"),
        (200, #"{"ok":false}"#, .failed, "an error without a word"),
        (200, #"{"ok":false,"error":7}"#, .failed, "an error without a word"),
        (200, #"{"ok":false,"error":"<b>\n"}"#, .failed, "?b??"),
        (200, "", .failed, "HTTP 200, but the answer is not Slack's {\"ok\": …}"),
        (200, "ok", .failed, "HTTP 200, but the answer is not Slack's {\"ok\": …}"),
        (200, "<html>please sign in</html>", .failed, "HTTP 200, but the answer is not Slack's {\"ok\": …}"),
        (200, #"{"ok":"true"}"#, .failed, "HTTP 200, but the answer is not Slack's {\"ok\": …}"),
        (200, #"[{"ok":true}]"#, .failed, "HTTP 200, but the answer is not Slack's {\"ok\": …}"),
        (204, "", .failed, "HTTP 204, but the answer is not Slack's {\"ok\": …}"),
        (429, #"{"ok":false,"error":"ratelimited"}"#, .throttled, "HTTP 429"),
        (429, #"{"ok":true}"#, .throttled, "HTTP 429"),
        (500, #"{"ok":false,"error":"channel_not_found"}"#, .failed, "HTTP 500"),
        (503, "<html>", .failed, "HTTP 503"),
        (302, "", .refused, "HTTP 302: a redirect, which is not followed"),
        (404, "<html>", .refused, "HTTP 404"),
        (401, #"{"ok":false,"error":"invalid_auth"}"#, .misconfigured, "invalid_auth"),
        (403, #"{"ok":true}"#, .refused, "HTTP 403"),
    ])
    func slackIsTakenAtItsWord(status: Int, body: String, outcome: Attempt.Outcome, reason: String) {
        let verdict = Self.verdict(.slackMethod, status, body)
        #expect(verdict.outcome == outcome)
        #expect(verdict.reason == reason)
    }

    @Test func theTimestampIsKeptAsText() {
        let verdict = Self.verdict(.slackMethod, 200, #"{"ok":true,"ts":"1772442850.000100"}"#)
        #expect(verdict.messageTimestamp == "1772442850.000100")
        #expect(Self.verdict(.slackMethod, 200, #"{"ok":true,"ts":1772442850.0001}"#).messageTimestamp == nil)
    }

    @Test func anAnswerThatBrokeOffSaysNothing() {
        #expect(Self.verdict(.slackMethod, 200, #"{"ok":true}"#, isWhole: false).outcome == .failed)
        #expect(Self.verdict(.httpStatus, 200, "half of", isWhole: false).outcome == .delivered)
    }

    @Test(arguments: [
        (200, "ok", Attempt.Outcome.delivered), (200, "ok\n", .delivered), (200, #"{"ok":true}"#, .delivered),
        (200, "", .failed), (200, "<html>please sign in</html>", .failed),
        (200, #"{"ok":false,"error":"no_text"}"#, .unrenderable),
        (400, "invalid_payload", .unrenderable), (400, "invalid_blocks", .unrenderable),
        (400, "no_text", .unrenderable),
        (400, "too_many_attachments", .unrenderable), (400, "user_not_found", .misconfigured),
        (400, "something new", .unrenderable), (403, "action_prohibited", .misconfigured),
        (403, "invalid_token", .misconfigured), (403, "posting_to_general_channel_denied", .misconfigured),
        (404, "channel_not_found", .misconfigured), (404, "no_service", .misconfigured),
        (404, "no_team", .misconfigured),
        (404, "no_active_hooks", .misconfigured), (404, "<html>", .misconfigured),
        (410, "channel_is_archived", .misconfigured), (410, "", .misconfigured),
        (429, "rate_limited", .throttled), (500, "rollup_error", .failed), (503, "", .failed),
        (302, "", .refused), (405, "", .refused), (401, "", .failed),
    ])
    func webhooksAnswerByStatusAndText(status: Int, body: String, outcome: Attempt.Outcome) {
        #expect(Self.verdict(.slackWebhook, status, body).outcome == outcome)
    }

    @Test func retryAfterCountsOnlyWhereSomethingIsTriedAgain() {
        #expect(Self.verdict(.httpStatus, 429, retryAfter: "30").retryAfter == .wait(.seconds(30)))
        #expect(Self.verdict(.httpStatus, 503, retryAfter: "-1").retryAfter == .never)
        #expect(
            Self.verdict(.httpStatus, 503, retryAfter: "Mon, 02 Mar 2026 09:15:07 GMT").retryAfter
                == .wait(.seconds(60)))
        #expect(Self.verdict(.slackMethod, 429, retryAfter: "7").retryAfter == .wait(.seconds(7)))
        #expect(Self.verdict(.httpStatus, 400, retryAfter: "30").retryAfter == nil)
        #expect(Self.verdict(.httpStatus, 200, retryAfter: "30").retryAfter == nil)
        #expect(Self.verdict(.httpStatus, 503, retryAfter: "presently").retryAfter == nil)
    }

    @Test func aUsedUpWorkspaceIsNotAskedEveryMinute() {
        let verdict = Self.verdict(.slackMethod, 200, #"{"ok":false,"error":"message_limit_exceeded"}"#)
        #expect(verdict.outcome == .throttled)
        #expect(verdict.retryAfter == .wait(.seconds(600)))
    }

    @Test(arguments: [
        (TransportFailure.timedOut(seconds: 5), Attempt.Outcome.timedOut, "no answer within 5 s"),
        (.unreachable(reason: "refused"), .unreachable, "refused"),
        (.brokenOff(reason: "broke"), .unreachable, "broke"),
        (.unsendable(reason: "no address"), .ours, "no address"),
        (.cancelled, .interrupted, "relay ended before the answer came"),
    ])
    func noAnswerIsJudgedToo(failure: TransportFailure, outcome: Attempt.Outcome, reason: String) {
        #expect(ResponseClassifier.verdict(on: failure) == Verdict(outcome, reason: reason))
    }
}

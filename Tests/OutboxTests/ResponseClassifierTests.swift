import Outbox
import Rules
import Testing
import TextFormats

struct ResponseClassifierTests {
    static let now = Timestamp(milliseconds: 1_772_442_847_000)

    static func outcome(
        _ form: ResponseConvention, _ status: Int, _ body: String = "", retryAfter: String? = nil, isWhole: Bool = true
    ) -> AttemptOutcome {
        ResponseClassifier(form, now: now).outcome(
            of: DestinationResponse(status: status, retryAfter: retryAfter, body: Array(body.utf8), isWhole: isWhole))
    }

    /// What Slack quotes of a token, in an error whose bytes are changed and cut before it is kept.
    @Test(arguments: [
        (ResponseConvention.slackMethod, 200, #"{"ok":false,"error":"invalid_auth: xoxb-1234-AbCdEfGhIjKlMn"}"#),
        (.slackMethod, 200, #"{"ok":false,"error":"invalid_auth: aB3$cD5%marker-secret"}"#),
        (.slackMethod, 200, "{\"ok\":false,\"error\":\"\(String(repeating: "a", count: 58))xoxb-1234-abcdefgh\"}"),
        (.slackWebhook, 400, "invalid_payload aB3$cD5%marker-secret"),
        (.slackWebhook, 403, "\(String(repeating: "a", count: 60))aB3$cD5%marker-secret"),
    ])
    func aTokenInAnErrorIsMasked(convention: ResponseConvention, status: Int, body: String) {
        let mask = SecretMask(["aB3$cD5%marker-secret"])
        let outcome = ResponseClassifier(convention, now: Self.now, mask: mask).outcome(
            of: DestinationResponse(status: status, body: Array(body.utf8)))
        for part in ["xoxb", "1234", "bCd", "aB3", "cD5", "marker", "secret"] {
            #expect(!outcome.reason.contains(part), "\(outcome.reason)")
        }
    }

    /// It goes into a request later, when the message is brought up to date.
    @Test(arguments: [(64, true), (65, false)]) func aTimestampIsBounded(count: Int, isKept: Bool) {
        let timestamp = String(repeating: "1", count: count)
        let outcome = Self.outcome(.slackMethod, 200, #"{"ok":true,"ts":"\#(timestamp)"}"#)
        #expect(outcome.kind == .delivered)
        #expect(outcome.messageTimestamp == (isKept ? timestamp : nil))
    }

    /// EventBridge User Guide, "API destinations": 401, 407, 409, 429 and 5xx are retried; 1xx, 3xx and other 4xx are not.
    @Test(arguments: [
        (200, AttemptOutcome.Kind.delivered), (201, .delivered), (204, .delivered), (299, .delivered),
        (401, .failed), (407, .failed), (409, .failed), (429, .throttled), (500, .failed), (502, .failed),
        (503, .failed), (504, .failed), (599, .failed), (100, .refused), (199, .refused), (300, .refused),
        (301, .refused), (302, .refused), (307, .refused), (400, .refused), (402, .refused), (403, .refused),
        (404, .refused), (408, .refused), (410, .refused), (413, .refused), (422, .refused), (600, .refused),
    ])
    func theStatusDecidesElsewhere(status: Int, kind: AttemptOutcome.Kind) {
        let outcome = Self.outcome(.httpStatus, status, #"{"ok":false,"error":"whatever"}"#)
        #expect(outcome.kind == kind)
        #expect(outcome.status == status)
    }

    @Test(arguments: [
        (200, #"{"ok":true,"channel":"C1","ts":"1772442850.000100"}"#, AttemptOutcome.Kind.delivered, "ok"),
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
    func slackIsTakenAtItsWord(status: Int, body: String, kind: AttemptOutcome.Kind, reason: String) {
        let outcome = Self.outcome(.slackMethod, status, body)
        #expect(outcome.kind == kind)
        #expect(outcome.reason == reason)
    }

    @Test func theTimestampIsKeptAsText() {
        let outcome = Self.outcome(.slackMethod, 200, #"{"ok":true,"ts":"1772442850.000100"}"#)
        #expect(outcome.messageTimestamp == "1772442850.000100")
        #expect(Self.outcome(.slackMethod, 200, #"{"ok":true,"ts":1772442850.0001}"#).messageTimestamp == nil)
    }

    @Test func anAnswerThatBrokeOffSaysNothing() {
        #expect(Self.outcome(.slackMethod, 200, #"{"ok":true}"#, isWhole: false).kind == .failed)
        #expect(Self.outcome(.httpStatus, 200, "half of", isWhole: false).kind == .delivered)
    }

    @Test(arguments: [
        (200, "ok", AttemptOutcome.Kind.delivered), (200, "ok\n", .delivered), (200, #"{"ok":true}"#, .delivered),
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
    func webhooksAnswerByStatusAndText(status: Int, body: String, kind: AttemptOutcome.Kind) {
        #expect(Self.outcome(.slackWebhook, status, body).kind == kind)
    }

    @Test func retryAfterCountsOnlyWhereSomethingIsTriedAgain() {
        #expect(Self.outcome(.httpStatus, 429, retryAfter: "30").retryAfter == .wait(.seconds(30)))
        #expect(Self.outcome(.httpStatus, 503, retryAfter: "-1").retryAfter == .never)
        #expect(
            Self.outcome(.httpStatus, 503, retryAfter: "Mon, 02 Mar 2026 09:15:07 GMT").retryAfter
                == .wait(.seconds(60)))
        #expect(Self.outcome(.slackMethod, 429, retryAfter: "7").retryAfter == .wait(.seconds(7)))
        #expect(Self.outcome(.httpStatus, 400, retryAfter: "30").retryAfter == nil)
        #expect(Self.outcome(.httpStatus, 200, retryAfter: "30").retryAfter == nil)
        #expect(Self.outcome(.httpStatus, 503, retryAfter: "presently").retryAfter == nil)
    }

    @Test func aUsedUpWorkspaceIsNotAskedEveryMinute() {
        let outcome = Self.outcome(.slackMethod, 200, #"{"ok":false,"error":"message_limit_exceeded"}"#)
        #expect(outcome.kind == .throttled)
        #expect(outcome.retryAfter == .wait(.seconds(600)))
    }

    @Test(arguments: [
        (TransportFailure.timedOut(seconds: 5), AttemptOutcome.Kind.timedOut, "no answer within 5 s"),
        (.unreachable(reason: "refused"), .unreachable, "refused"),
        (.brokenOff(reason: "broke"), .unreachable, "broke"),
        (.unsendable(reason: "no address"), .ours, "no address"),
        (.cancelled, .interrupted, "relay ended before the answer came"),
    ])
    func noAnswerIsJudgedToo(failure: TransportFailure, kind: AttemptOutcome.Kind, reason: String) {
        #expect(ResponseClassifier.outcome(of: failure) == AttemptOutcome(kind, reason: reason))
    }
}

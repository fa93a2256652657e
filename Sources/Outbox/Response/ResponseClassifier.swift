import JSONText
import SlackMessages
public import TextFormats

/// Says what an answer means: its status by EventBridge's rules, and Slack's by what it says.
///
/// Sources: EventBridge User Guide, "API destinations", error codes; docs.slack.dev, "Using the Slack Web API" and
/// "Sending messages using incoming webhooks".
public struct ResponseClassifier: Sendable {
    public let convention: ResponseConvention
    /// For `Retry-After` as a date.
    public let now: Timestamp

    public init(_ convention: ResponseConvention, now: Timestamp) {
        self.convention = convention
        self.now = now
    }

    public func verdict(on answer: DestinationResponse) -> Verdict {
        var verdict =
            switch convention {
            case .httpStatus: statusVerdict(on: answer)
            case .slackMethod: methodVerdict(on: answer)
            case .slackWebhook: webhookVerdict(on: answer)
            }
        verdict.status = answer.status
        if verdict.outcome.passes, let asked = answer.retryAfter.flatMap({ RetryAfter($0, now: now) }) {
            verdict.retryAfter = asked
        }
        return verdict
    }

    public static func verdict(on failure: TransportFailure) -> Verdict {
        switch failure {
        case .timedOut(let seconds): Verdict(.timedOut, reason: "no answer within \(seconds) s")
        case .unreachable(let reason), .brokenOff(let reason): Verdict(.unreachable, reason: reason)
        case .unsendable(let reason): Verdict(.ours, reason: reason)
        case .cancelled: Verdict(.interrupted, reason: "relay ended before the answer came")
        }
    }

    /// 401, 407, 409, 429 and 5xx are tried again, 2xx is success, all else is final.
    private func statusVerdict(on answer: DestinationResponse) -> Verdict {
        let reason = "HTTP \(answer.status)"
        return switch answer.status {
        case 200...299: Verdict(.delivered, reason: reason)
        case 429: Verdict(.throttled, reason: reason)
        case 401, 407, 409, 500...599: Verdict(.failed, reason: reason)
        case 300...399: Verdict(.refused, reason: "\(reason): a redirect, which is not followed")
        default: Verdict(.refused, reason: reason)
        }
    }
}

// MARK: - Slack

extension ResponseClassifier {
    private func methodVerdict(on answer: DestinationResponse) -> Verdict {
        if answer.status == 429 { return Verdict(.throttled, reason: "HTTP 429") }
        if (500...599).contains(answer.status) { return Verdict(.failed, reason: "HTTP \(answer.status)") }
        if let verdict = bodyVerdict(on: answer) { return verdict }
        guard (200...299).contains(answer.status) else { return statusVerdict(on: answer) }
        return Verdict(.failed, reason: "HTTP \(answer.status), but the answer is not Slack's {\"ok\": …}")
    }

    /// What a body `{"ok": …}` says; nil for any other.
    private func bodyVerdict(on answer: DestinationResponse) -> Verdict? {
        guard answer.isWhole, let root = (try? JSONDocument(parsing: answer.body))?.root, let isTaken = root["ok"]?.bool
        else { return nil }
        guard isTaken else { return Self.verdict(on: SlackErrorCode(root["error"]?.string ?? "")) }
        // A refusal's status with `"ok": true` in its body comes from somebody else than Slack.
        guard (200...299).contains(answer.status) else { return nil }
        return Verdict(.delivered, reason: "ok", messageTimestamp: root["ts"]?.string)
    }

    private func webhookVerdict(on answer: DestinationResponse) -> Verdict {
        if answer.status == 429 { return Verdict(.throttled, reason: "HTTP 429") }
        let text = String(decoding: answer.body.prefix(SlackErrorCode.bytesLimit).filter { $0 > 0x20 }, as: UTF8.self)
        if (200...299).contains(answer.status) {
            if text.hasBytes(of: "ok") { return Verdict(.delivered, reason: "ok") }
            return bodyVerdict(on: answer)
                ?? Verdict(.failed, reason: "HTTP \(answer.status), but the answer is not Slack's 'ok'")
        }
        let code = SlackErrorCode(text)
        switch (answer.status, code.meaning) {
        case (500...599, _): return Verdict(.failed, reason: "HTTP \(answer.status)")
        case (_, .misconfigured), (_, .unacceptableMessage): return Self.verdict(on: code)
        // Whatever the words: the webhook is no longer what it was.
        case (403, _), (404, _), (410, _): return Verdict(.misconfigured, reason: "HTTP \(answer.status)")
        // A body that is no message, in words that are not known.
        case (400, _): return Verdict(.unrenderable, reason: "HTTP 400")
        default: return statusVerdict(on: answer)
        }
    }

    private static func verdict(on code: SlackErrorCode) -> Verdict {
        let outcome: Attempt.Outcome =
            switch code.meaning {
            case .rateLimited: .throttled
            case .transient: .failed
            case .misconfigured: .misconfigured
            case .unacceptableMessage: .unrenderable
            }
        return Verdict(
            outcome, reason: code.text, slackError: code, retryAfter: code.wait.map { .wait($0) },
            concernsChannel: code.concernsChannel)
    }
}

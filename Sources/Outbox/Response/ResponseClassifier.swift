import JSONText
public import Rules
import SlackMessages
public import TextFormats

/// Says what an answer means: its status by EventBridge's rules, and Slack's by what it says.
///
/// Sources: EventBridge User Guide, "API destinations", error codes; docs.slack.dev, "Using the Slack Web API" and
/// "Sending messages using incoming webhooks".
public struct ResponseClassifier: Sendable {
    /// How the destination says whether it has accepted a request.
    public let convention: ResponseConvention
    /// For `Retry-After` as a date.
    public let now: Timestamp
    /// For what an answer quotes of the request. Errors are masked as they came: a secret of which some bytes have been
    /// replaced or cut off is not recognised any more.
    public let mask: SecretMask

    /// The longest `ts` that is kept; Slack's have 17 bytes.
    static let messageTimestampBytesLimit = 64

    /// Memberwise.
    public init(_ convention: ResponseConvention, now: Timestamp, mask: SecretMask = SecretMask()) {
        self.convention = convention
        self.now = now
        self.mask = mask
    }

    /// What an answer means.
    public func outcome(of answer: DestinationResponse) -> AttemptOutcome {
        var outcome =
            switch convention {
            case .httpStatus: statusOutcome(of: answer)
            case .slackMethod: methodOutcome(of: answer)
            case .slackWebhook: webhookOutcome(of: answer)
            }
        outcome.status = answer.status
        if outcome.kind.passes, let asked = answer.retryAfter.flatMap({ RetryAfter($0, now: now) }) {
            outcome.retryAfter = asked
        }
        return outcome
    }

    /// What the lack of an answer means.
    public static func outcome(of failure: TransportFailure) -> AttemptOutcome {
        switch failure {
        case .timedOut(let seconds): AttemptOutcome(.timedOut, reason: "no answer within \(seconds) s")
        case .unreachable(let reason), .brokenOff(let reason): AttemptOutcome(.unreachable, reason: reason)
        case .unsendable(let reason): AttemptOutcome(.ours, reason: reason)
        case .cancelled: AttemptOutcome(.interrupted, reason: "relay ended before the answer came")
        }
    }

    /// 401, 407, 409, 429 and 5xx are tried again, 2xx is success, all else is final.
    private func statusOutcome(of answer: DestinationResponse) -> AttemptOutcome {
        let reason = "HTTP \(answer.status)"
        return switch answer.status {
        case 200...299: AttemptOutcome(.delivered, reason: reason)
        case 429: AttemptOutcome(.throttled, reason: reason)
        case 401, 407, 409, 500...599: AttemptOutcome(.failed, reason: reason)
        case 300...399: AttemptOutcome(.refused, reason: "\(reason): a redirect, which is not followed")
        default: AttemptOutcome(.refused, reason: reason)
        }
    }
}

// MARK: - Slack

extension ResponseClassifier {
    private func methodOutcome(of answer: DestinationResponse) -> AttemptOutcome {
        if answer.status == 429 { return AttemptOutcome(.throttled, reason: "HTTP 429") }
        if (500...599).contains(answer.status) { return AttemptOutcome(.failed, reason: "HTTP \(answer.status)") }
        if let outcome = bodyOutcome(of: answer) { return outcome }
        guard (200...299).contains(answer.status) else { return statusOutcome(of: answer) }
        return AttemptOutcome(.failed, reason: "HTTP \(answer.status), but the answer is not Slack's {\"ok\": …}")
    }

    /// What a body `{"ok": …}` says; nil for any other.
    private func bodyOutcome(of answer: DestinationResponse) -> AttemptOutcome? {
        guard answer.isWhole, let root = (try? JSONDocument(parsing: answer.body))?.root, let isTaken = root["ok"]?.bool
        else { return nil }
        guard isTaken else { return Self.outcome(of: SlackErrorCode(mask.masked(root["error"]?.string ?? ""))) }
        // A refusal's status with `"ok": true` in its body comes from somebody else than Slack.
        guard (200...299).contains(answer.status) else { return nil }
        let timestamp = root["ts"]?.string.flatMap { $0.utf8.count <= Self.messageTimestampBytesLimit ? $0 : nil }
        return AttemptOutcome(.delivered, reason: "ok", messageTimestamp: timestamp)
    }

    private func webhookOutcome(of answer: DestinationResponse) -> AttemptOutcome {
        if answer.status == 429 { return AttemptOutcome(.throttled, reason: "HTTP 429") }
        let start = mask.masked(startOf: answer.body, bytes: SlackErrorCode.bytesLimit)
        let kept = start.utf8.filter { $0 > 0x20 }.prefix(SlackErrorCode.bytesLimit)
        let text = String(decoding: kept, as: UTF8.self)
        if (200...299).contains(answer.status) {
            if text.hasBytes(of: "ok") { return AttemptOutcome(.delivered, reason: "ok") }
            return bodyOutcome(of: answer)
                ?? AttemptOutcome(.failed, reason: "HTTP \(answer.status), but the answer is not Slack's 'ok'")
        }
        let code = SlackErrorCode(text)
        switch (answer.status, code.meaning) {
        case (500...599, _): return AttemptOutcome(.failed, reason: "HTTP \(answer.status)")
        case (_, .misconfigured), (_, .unacceptableMessage): return Self.outcome(of: code)
        // With any text: the webhook is gone, or its permission.
        case (403, _), (404, _), (410, _): return AttemptOutcome(.misconfigured, reason: "HTTP \(answer.status)")
        // Slack does not accept the body, for a reason that relay does not know.
        case (400, _): return AttemptOutcome(.unrenderable, reason: "HTTP 400")
        default: return statusOutcome(of: answer)
        }
    }

    private static func outcome(of code: SlackErrorCode) -> AttemptOutcome {
        let kind: AttemptOutcome.Kind =
            switch code.meaning {
            case .rateLimited: .throttled
            case .transient: .failed
            case .misconfigured: .misconfigured
            case .unacceptableMessage: .unrenderable
            }
        return AttemptOutcome(
            kind, reason: code.text, slackError: code, retryAfter: code.wait.map { .wait($0) },
            concernsChannel: code.concernsChannel)
    }
}

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

import Alerts
import Logging
import Outbox
import TextFormats

/// Logs one entry for each event with its outcome. Of the event's content it writes the id alone.
///
/// Unmatched events and duplicates are logged at the debug level: most events of a busy account concern no rule.
struct IngestLog: Sendable {
    private let logger: Logger

    init(_ logger: Logger) { self.logger = logger }

    /// - Parameters:
    ///   - results: One for each judgement, in the same order.
    ///   - now: Asked only when something is logged.
    func write(
        _ results: [EventResult], _ judgements: [EventJudge.Judgement], since receivedAt: Timestamp,
        until now: () -> Timestamp
    ) {
        let writesAll = logger.logLevel <= .debug
        let isOfInterest = { @Sendable (result: EventResult) in
            writesAll || (result.outcome.map { Self.level(of: $0) > .debug } ?? false)
        }
        guard results.contains(where: isOfInterest) else { return }
        let milliseconds = (now() - receivedAt).wholeMilliseconds
        for (result, judgement) in zip(results, judgements) where isOfInterest(result) {
            guard let outcome = result.outcome else { continue }
            logger.log(
                level: Self.level(of: outcome), "event \(outcome.rawValue)",
                metadata: Self.metadata(of: result, outcome, judgement, milliseconds))
        }
    }

    /// The sender is told that the store refused some events or all; this tells the operator.
    func write(_ error: StoreError, eventCount: Int) {
        logger.log(
            level: error.reason.isBusy ? .warning : .error, "events refused",
            metadata: ["matched_events": "\(eventCount)", "reason": "\(error)"])
    }

    private static func level(of outcome: IngestOutcome) -> Logger.Level {
        switch outcome {
        case .accepted, .invalid: .info
        case .duplicate, .noRule: .debug
        }
    }

    private static func metadata(
        of result: EventResult, _ outcome: IngestOutcome, _ judgement: EventJudge.Judgement, _ milliseconds: Int64
    ) -> Logger.Metadata {
        var metadata: Logger.Metadata = ["status": "\(outcome.rawValue)", "milliseconds": "\(milliseconds)"]
        if let eventID = result.eventID { metadata["event_id"] = "\(LogText(eventID))" }
        if let reason = result.reason { metadata["reason"] = "\(LogText(reason))" }
        if case .matched(let submission) = judgement {
            metadata["rules"] = "\(submission.rules.joined(separator: ","))"
            metadata["deliveries"] = "\(result.deliveries)"
        }
        return metadata
    }
}

/// Text from outside in the form that a log or an error may repeat: one line of printable ASCII, cut after
/// ``bytesLimit``. Every other byte becomes `?`.
package struct LogText: CustomStringConvertible, Sendable {
    /// The text in that form.
    package let description: String

    /// AWS's ids have 36 bytes, relay's own reasons a few more.
    package static let bytesLimit = 200

    /// - Parameter text: Any text.
    package init(_ text: String) {
        description = String(
            decoding: text.utf8.prefix(Self.bytesLimit).map {
                (0x20..<0x7F).contains($0) ? $0 : UInt8(ascii: "?")
            },
            as: UTF8.self)
    }
}

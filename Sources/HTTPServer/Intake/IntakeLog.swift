import Alerts
import Logging
import Outbox
import TextFormats

/// A line for each event with its fate; nothing of what the event says but its id.
///
/// What matched no rule and what was there before is written at the debug level only: most of what a busy account sends
/// is of no interest to any rule.
struct IntakeLog: Sendable {
    private let logger: Logger

    init(_ logger: Logger) { self.logger = logger }

    func write(
        _ results: [EventResult], _ judgements: [EventJudge.Judgement], since receivedAt: Timestamp,
        until now: () -> Timestamp
    ) {
        let writesAll = logger.logLevel <= .debug
        guard writesAll || results.contains(where: { Self.level(of: $0.fate) > .debug }) else { return }
        let milliseconds = (now() - receivedAt).wholeMilliseconds
        for (result, judgement) in zip(results, judgements) where writesAll || Self.level(of: result.fate) > .debug {
            logger.log(
                level: Self.level(of: result.fate), "event \(result.fate.rawValue)",
                metadata: Self.metadata(of: result, judgement, milliseconds))
        }
    }

    /// A store that refuses says so in each answer; here it is said for whoever looks after this machine.
    func write(_ error: StoreError, eventCount: Int) {
        logger.log(
            level: error.reason.isBusy ? .warning : .error, "events refused",
            metadata: ["matched_events": "\(eventCount)", "reason": "\(error)"])
    }

    private static func level(of fate: IngestOutcome) -> Logger.Level {
        switch fate {
        case .accepted, .invalid: .info
        case .duplicate, .noRule: .debug
        }
    }

    private static func metadata(
        of result: EventResult, _ judgement: EventJudge.Judgement, _ milliseconds: Int64
    ) -> Logger.Metadata {
        var metadata: Logger.Metadata = ["status": "\(result.fate.rawValue)", "milliseconds": "\(milliseconds)"]
        if let eventID = result.eventID { metadata["event_id"] = "\(LogText(eventID))" }
        if let reason = result.reason { metadata["reason"] = "\(LogText(reason))" }
        if case .matched(let submission) = judgement {
            metadata["rules"] = "\(submission.rules.joined(separator: ","))"
            metadata["deliveries"] = "\(result.deliveries)"
        }
        return metadata
    }
}

/// Text from outside as it may stand in a log: one line, not too long, printable ASCII.
struct LogText: CustomStringConvertible {
    let description: String

    /// AWS's ids have 36 characters, reasons of ours a few more.
    static let charactersLimit = 200

    init(_ text: String) {
        description = String(
            decoding: text.utf8.prefix(Self.charactersLimit).map {
                (0x20..<0x7F).contains($0) ? $0 : UInt8(ascii: "?")
            },
            as: UTF8.self)
    }
}

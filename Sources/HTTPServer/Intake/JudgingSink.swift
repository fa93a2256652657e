import Alerts
import CloudTrail
import Outbox
import TextFormats

/// Judges events as a ``LogReader`` finds them, in the order of the body.
struct JudgingSink: RecordSink {
    var judge: EventJudge
    var receivedAt = Timestamp(milliseconds: 0)
    var origin = EventOrigin.live
    var alerts = true
    private(set) var judgements: [EventJudge.Judgement] = []
    /// What the body is instead of events, in words.
    private(set) var notEvents: String?

    /// Whether the body holds more than ``ServerLimits/events``.
    var isOverfull: Bool { judgements.count > ServerLimits.events }

    init(_ judge: EventJudge) { self.judge = judge }

    mutating func take(_ batch: RecordBatch, in text: Span<UInt8>) {
        for element in batch.elements {
            // Beyond the limit the whole body is refused: what else it holds need not be known.
            guard !isOverfull else { return }
            var event: [UInt8] = []
            EventEnvelope.append(text.extracting(element.range), to: &event)
            judge(event)
        }
    }

    mutating func take(_ fault: RecordFault) {
        guard !isOverfull else { return }
        judgements.append(.invalid(reason: "\(fault.reason) at byte \(fault.offset)"))
    }

    mutating func skip(_ kind: SkippedText) { notEvents = "the body is a CloudTrail \(kind.rawValue) file" }

    /// Judges an event that needs no reading.
    mutating func judge(_ event: [UInt8]) {
        judgements.append(judge.judge(event, receivedAt: receivedAt, origin: origin, alerts: alerts))
    }

    mutating func reset() {
        judgements = []
        notEvents = nil
    }
}

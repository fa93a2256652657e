import Alerts
import CloudTrail
import JSONText
import Outbox
import Synchronization
import TextFormats

/// The tools with which one request's events are read and judged. They keep their room from request to request.
///
/// A desk serves one request at a time; the lock is there for the compiler, and never waited for.
final class IntakeDesk: Sendable {
    /// Of which rules it judges by; see ``DeskPool``.
    let generation: Int
    private let tools: Mutex<Tools>

    private struct Tools: ~Copyable {
        var reader = LogReader(checking: .strict)
        var sink: JudgingSink
    }

    init(_ rules: CompiledRules, generation: Int) {
        self.generation = generation
        tools = Mutex(Tools(sink: JudgingSink(EventJudge(rules))))
    }

    func begin(receivedAt: Timestamp, origin: EventOrigin, alerts: Bool) {
        tools.withLock { tools in
            tools.reader.reset()
            tools.sink.reset()
            (tools.sink.receivedAt, tools.sink.origin, tools.sink.alerts) = (receivedAt, origin, alerts)
        }
    }

    /// Reads a piece of a body; false when the body holds too many events to go on.
    func reads(_ bytes: [UInt8], in range: Range<Int>) -> Bool {
        tools.withLock { tools in
            tools.reader.read(bytes.span.extracting(range), into: &tools.sink)
            return !tools.sink.isOverfull
        }
    }

    /// Judges an event that stands by itself.
    func judge(_ event: [UInt8]) {
        tools.withLock { $0.sink.judge(event) }
    }

    /// What the body held, in its order.
    func finish() throws(IntakeError) -> [EventJudge.Judgement] {
        try tools.withLock { tools throws(IntakeError) in
            tools.reader.finish(into: &tools.sink)
            let (judgements, notEvents) = (tools.sink.judgements, tools.sink.notEvents)
            let isOverfull = tools.sink.isOverfull
            tools.sink.reset()
            guard !isOverfull else { throw .tooManyEvents(limit: ServerLimits.events) }
            guard judgements.isEmpty else { return judgements }
            throw .noEvents(reason: notEvents ?? "the body holds no event")
        }
    }

    /// What was judged by itself, in its order.
    func judgements() -> [EventJudge.Judgement] {
        tools.withLock { tools in
            let judgements = tools.sink.judgements
            tools.sink.reset()
            return judgements
        }
    }
}

import Alerts
import CloudTrail
import Outbox
import TextFormats

/// Reads the events of one body and judges them. Its buffers are kept from body to body, see ``ReaderPool``.
///
/// ```swift
/// var reader = pool.take()
/// reader.begin(context)
/// guard reader.read(piece.span) else { … }  // Too many events.
/// let judgements = try reader.finish()
/// pool.giveBack(reader)
/// ```
struct PooledReader: ~Copyable, Sendable {
    /// What holds for every event of a body.
    struct Context: Sendable {
        var receivedAt: Timestamp
        var origin = EventOrigin.live
        /// As ``Submission/alerts``.
        var alerts = true
    }

    /// The rules that it judges by, as counted by ``ReaderPool``.
    let generation: Int
    private var context = Context(receivedAt: Timestamp(milliseconds: 0))
    private var reader = LogReader(checking: .strict)
    private var collector = EventCollector(limit: IngestLimits.events)
    private var judge: EventJudge
    private var judgements: [EventJudge.Judgement] = []
    /// Bytes of the events so far that matched: they are kept until they are durable.
    private(set) var heldBytes = 0

    init(_ rules: CompiledRules, generation: Int) {
        self.generation = generation
        judge = EventJudge(rules)
    }

    /// Begins with another body.
    mutating func begin(_ context: Context) {
        self.context = context
        reader.reset()
        collector.reset()
        judgements = []
        heldBytes = 0
    }

    /// Reads the next piece of the body and judges the events that have ended.
    ///
    /// - Returns: False when the body holds too many events to go on.
    mutating func read(_ piece: Span<UInt8>) -> Bool {
        reader.read(piece, into: &collector)
        judgeFindings()
        return !collector.isOverLimit
    }

    /// Judges one event that stands by itself, given as JSON text.
    mutating func read(event: [UInt8]) {
        let judgement = judge.judge(
            event, receivedAt: context.receivedAt, origin: context.origin, alerts: context.alerts)
        if case .matched = judgement { heldBytes += event.count }
        judgements.append(judgement)
    }

    /// Ends the body and returns the judgements of all its events, in their order.
    ///
    /// - Throws: ``IngestError/tooManyEvents(limit:)``, ``IngestError/noEvents(reason:)``.
    mutating func finish() throws(IngestError) -> [EventJudge.Judgement] {
        reader.finish(into: &collector)
        judgeFindings()
        guard !collector.isOverLimit else { throw .tooManyEvents(limit: collector.limit) }
        let judgements = takeJudgements()
        guard judgements.isEmpty else { return judgements }
        throw .noEvents(
            reason: collector.skipped.map { "the body is a CloudTrail \($0.rawValue) file" }
                ?? "the body holds no event")
    }

    /// The judgements so far, in order. They are handed out once.
    mutating func takeJudgements() -> [EventJudge.Judgement] {
        defer { judgements = [] }
        return judgements
    }

    private mutating func judgeFindings() {
        for finding in collector.takeFindings() {
            switch finding {
            case .event(let event): read(event: event.text)
            case .fault(let fault):
                judgements.append(.invalid(reason: "\(fault.reason) at byte \(fault.offset)"))
            }
        }
    }
}

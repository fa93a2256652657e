/// Collects what a ``LogReader`` finds, in the order of the text: CloudTrail records in EventBridge's envelope, events as
/// they are.
///
/// ```swift
/// var reader = LogReader(checking: .strict)
/// var collector = EventCollector()
/// reader.read(text.span, into: &collector)
/// reader.finish(into: &collector)
/// for finding in collector.takeFindings() { … }
/// ```
///
/// A long text is read piece by piece, and ``takeFindings()`` called after each, so that only the events of one piece are
/// held at a time.
public struct EventCollector: RecordSink, Sendable {
    /// One element of the text.
    public enum Finding: Hashable, Sendable {
        /// An EventBridge event as JSON text. Its brackets balance; other mistakes come out as they went in.
        case event([UInt8])
        /// An element that could not be read.
        case fault(RecordFault)
    }

    /// How many findings one text may have; everything behind them is dropped and ``isOverLimit`` set.
    public let limit: Int
    /// What the text is instead of a log, when its rest was passed over.
    public private(set) var skipped: SkippedText?
    /// Whether the text holds more findings than ``limit``.
    public private(set) var isOverLimit = false

    private var findings: [Finding] = []
    /// Findings of this text so far, those already taken included.
    private var count = 0

    /// - Parameter limit: ``limit``, by default none.
    public init(limit: Int = .max) { self.limit = limit }

    /// Hands out what was found since the last call.
    public mutating func takeFindings() -> [Finding] {
        defer { findings = [] }
        return findings
    }

    /// Begins anew with another text.
    public mutating func reset() { self = EventCollector(limit: limit) }

    /// Keeps the events of a batch, as far as ``limit`` allows.
    public mutating func take(_ batch: RecordBatch, in text: Span<UInt8>) {
        for element in batch.elements {
            guard hasRoom() else { return }
            var event: [UInt8] = []
            EventEnvelope.append(text.extracting(element.range), to: &event)
            findings.append(.event(event))
        }
    }

    /// Keeps a fault, as far as ``limit`` allows.
    public mutating func take(_ fault: RecordFault) {
        guard hasRoom() else { return }
        findings.append(.fault(fault))
    }

    /// Notes what the text is; see ``skipped``.
    public mutating func skip(_ kind: SkippedText) { skipped = kind }

    private mutating func hasRoom() -> Bool {
        guard count < limit else {
            isOverLimit = true
            return false
        }
        count += 1
        return true
    }
}

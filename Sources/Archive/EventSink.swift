import CloudTrail
import JSONText

/// Turns what a reader finds in one source into the items of an ``EventInput``.
struct EventSink: EndingRecordSink {
    let source: String
    /// Whether the source is an argument, of which every fault is told as it is.
    var isText = false

    private var items: [EventInput.Item] = []
    private var envelope: [UInt8] = []
    private var skipReason: SkippedFile.Reason?
    private var holdsRecords = false
    private var isEnding = false
    private var truncation: RecordFault?
    /// Faults found before the first record: without any record the source is no log, and that is what is told.
    private var earlyFaults: [RecordFault] = []

    /// How many of them are held back.
    static let earlyFaultsLimit = 100

    init(source: String) {
        self.source = source
    }

    mutating func take(_ batch: RecordBatch, in text: Span<UInt8>) {
        releaseFaults()
        for (place, element) in batch.elements.enumerated() {
            envelope.removeAll(keepingCapacity: true)
            let kind = EventEnvelope.append(text.extracting(element.range), to: &envelope)
            let (index, offset) = (batch.firstIndex + place, batch.offset(of: element))
            do throws(JSONError) {
                items.append(
                    .event(
                        InputEvent(
                            document: try JSONDocument(parsing: envelope), source: source, number: index + 1,
                            offset: offset, isRecord: kind == .record)))
            } catch {
                // The envelope can make a record too deep that is just not.
                note(RecordFault(reason: .json(error.reason), index: index, offset: offset))
            }
        }
    }

    mutating func take(_ fault: RecordFault) {
        if isEnding, !isText, case .json(.unexpectedEnd) = fault.reason {
            truncation = fault
        } else if holdsRecords || isText || earlyFaults.count >= Self.earlyFaultsLimit {
            releaseFaults()
            note(fault)
        } else {
            earlyFaults.append(fault)
        }
    }

    mutating func skip(_ kind: SkippedText) {
        skipReason = kind == .digest ? .digest : .insight
    }

    mutating func end() { isEnding = true }

    /// Hands out what there is so far.
    mutating func handOut(_ take: (EventInput.Item) throws -> Void) rethrows {
        defer { items.removeAll(keepingCapacity: true) }
        for item in items { try take(item) }
    }

    /// What there is to say about the source as a whole, when it has been read.
    mutating func verdict(failure: FailedFile.Reason?) -> EventInput.Item? {
        if let reason = failure ?? truncation.map({ .truncated($0) }) ?? earlyFaults.first.map({ .notALog($0) }) {
            return .failed(FailedFile(path: source, reason: reason))
        }
        return skipReason.map { .skipped(SkippedFile(path: source, reason: $0)) }
    }

    private mutating func releaseFaults() {
        holdsRecords = true
        for fault in earlyFaults { note(fault) }
        earlyFaults.removeAll()
    }

    private mutating func note(_ fault: RecordFault) {
        items.append(.malformed(MalformedRecord(path: source, fault: fault)))
    }
}

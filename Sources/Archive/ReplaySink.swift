import CloudTrail
import EventPatterns
import JSONText

/// Finds the matching events among a file's records.
///
/// Most records are never parsed: where the rules have literals that every match must hold, only records that hold one
/// are looked into, and those in which a literal may be spelt with `\u` or `\/`.
struct ReplaySink: RecordSink {
    private let search: LiteralSearch?
    private let selection: ReplaySelection
    private let keepsEvents: Bool
    private var matcher: PatternMatcher
    /// What stands before a record in its event, as far as some rule asks for it.
    private var head: [UInt8] = []
    private let headMembers: [EventEnvelope.HeadMember]
    private var outline = JSONOutline()

    /// What was found since it was taken away last.
    var batch = ReplayBatch()
    private var path = ""
    /// Whether account and Region need not be asked of each event.
    private var isKeyed = false
    private var faults = FileFaults()

    init(_ patterns: PatternSet, search: LiteralSearch?, selection: ReplaySelection, keepsEvents: Bool = true) {
        self.search = search
        self.keepsEvents = keepsEvents
        self.selection = selection
        matcher = PatternMatcher(patterns)
        headMembers = EventEnvelope.HeadMember.allCases.filter { patterns.asks(for: $0.rawValue) }
    }

    /// Begins with another file.
    mutating func begin(_ path: String, isKeyed: Bool) {
        self.path = path
        self.isKeyed = isKeyed
        faults = FileFaults()
    }

    /// Notes that the file's text has ended.
    mutating func noteEnd() { faults.noteEnd() }

    /// Counts the file just read by what became of it.
    mutating func close(_ outcome: LogFileReader.Outcome) {
        batch.compressedBytes += outcome.compressedBytes
        batch.contentBytes += outcome.contentBytes
        let (malformed, verdict) = faults.finish(failure: outcome.failure)
        count(malformed)
        switch verdict {
        case .read: batch.filesRead += 1
        case .skipped(let reason): batch.skipped.append(SkippedFile(path: path, reason: reason))
        case .failed(let reason): batch.failed.append(FailedFile(path: path, reason: reason))
        }
    }

    mutating func take(_ records: RecordBatch, in text: Span<UInt8>) {
        let elements = records.elements
        count(faults.noteRecords())
        batch.records += elements.count
        guard let search, let first = elements.first, let last = elements.last else {
            for index in elements.indices { judge(index, of: records, in: text) }
            return
        }
        let searched = text.extracting(0..<last.range.upperBound)
        var hit = search.firstIndex(in: searched, from: first.range.lowerBound) ?? Int.max
        for index in elements.indices {
            let range = elements[index].range
            if hit < range.lowerBound { hit = search.firstIndex(in: searched, from: range.lowerBound) ?? Int.max }
            let isHit = hit < range.upperBound
            guard isHit || elements[index].isRespelt else { continue }
            judge(index, of: records, in: text)
            if isHit { hit = search.firstIndex(in: searched, from: range.upperBound) ?? Int.max }
        }
    }

    mutating func take(_ fault: RecordFault) { count(faults.note(fault)) }

    mutating func skip(_ kind: SkippedText) { faults.note(kind) }

    /// The longest record that rules look into, so that a replay stays small whatever it reads: the event, its index
    /// and the line that is handed on take several times its length, for each job. CloudTrail writes at most 256 KiB,
    /// CloudTrail Lake 1 MiB. ``PatternMatcher/valuesLimit`` bounds the index.
    ///
    /// A longer record that no rule could match is passed over. One that might match is reported as malformed rather than
    /// left out silently, since its length may be an attempt to hide it.
    static let recordBytesLimit = 1 << 20

    /// Counts records that the reader could not read.
    private mutating func count(_ malformed: [RecordFault]) {
        batch.records += malformed.count
        for fault in malformed { note(fault) }
    }

    private mutating func note(_ fault: RecordFault) {
        batch.malformed.append(MalformedRecord(path: path, fault: fault))
        batch.heldBytes += 200
    }

    private mutating func judge(_ index: Int, of records: RecordBatch, in text: Span<UInt8>) {
        let element = records.elements[index]
        let record = text.extracting(element.range)
        guard record.count <= Self.recordBytesLimit else {
            return note(fault(.tooLong(limit: Self.recordBytesLimit), element, at: index, of: records))
        }
        do throws(EventError) {
            guard try matches(record) else { return }
        } catch {
            return note(fault(.init(error), element, at: index, of: records))
        }
        // What matches is read to the letter: it will be rendered, counted and handed on.
        var event: [UInt8] = []
        EventEnvelope.append(record, outline, to: &event)
        do throws(JSONError) {
            let document = try JSONDocument(parsing: event, valuesLimit: PatternMatcher.valuesLimit)
            keep(document, index: records.firstIndex + index)
        } catch {
            note(fault(.json(error.reason), element, at: index, of: records))
        }
    }

    /// Whether a rule matches the event that a record becomes, found out without putting it there. Leaves the record's
    /// outline behind.
    private mutating func matches(_ record: Span<UInt8>) throws(EventError) -> Bool {
        outline.read(record)
        // Second references, so that reading them and changing the matcher do not overlap.
        let outline = outline
        head.removeAll(keepingCapacity: true)
        guard EventEnvelope.appendHead(of: record, outline, with: headMembers, to: &head) == .record else {
            return try matcher.match(record)
        }
        let head = head
        return try matcher.match(record, outline, behind: head.span)
    }

    private mutating func keep(_ document: JSONDocument, index: Int) {
        let root = document.root
        guard selection.holds(time: root["time"]?.string) else { return }
        guard isKeyed || selection.holds(account: root["account"]?.string, region: root["region"]?.string) else {
            return
        }
        guard keepsEvents else {
            batch.heldBytes += CountedMatch.memoryBytes
            batch.counted.append(CountedMatch(rules: matcher.matched, use: CountedUse(event: root)))
            return
        }
        let event = MatchedEvent(document, rules: matcher.matched)
        let match = ReplayMatch(event: event, path: path, index: index)
        batch.heldBytes += match.memoryBytes
        batch.matches.append(match)
    }

    private func fault(
        _ reason: RecordFault.Reason, _ element: RecordBatch.Element, at index: Int, of records: RecordBatch
    ) -> RecordFault {
        RecordFault(reason: reason, index: records.firstIndex + index, offset: records.offset(of: element))
    }
}

extension RecordFault.Reason {
    fileprivate init(_ error: EventError) {
        switch error {
        case .notJSON(let error): self = .json(error.reason)
        case .notAnObject: self = .notAnObject
        }
    }
}

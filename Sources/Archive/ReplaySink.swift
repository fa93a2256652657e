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
    private var matcher: PatternMatcher
    /// What stands before a record in its event, as far as some rule asks for it.
    private var head: [UInt8] = []
    private let headMembers: [EventEnvelope.HeadMember]
    private var outline = JSONOutline()

    var path = ""
    /// Whether account and Region need to be asked of each event.
    var isKeyed = false
    var part = ReplayPart()
    private(set) var skipReason: SkippedFile.Reason?
    /// Whether the text has ended, so that a record that has not is the file's own fault.
    private var isEnding = false
    private var truncation: RecordFault?
    /// The faults of the file so far, until it is known whether there are records in it at all.
    private var faults: [RecordFault] = []
    private var holdsRecords = false

    init(_ patterns: PatternSet, search: LiteralSearch?, selection: ReplaySelection) {
        self.search = search
        self.selection = selection
        matcher = PatternMatcher(patterns)
        headMembers = EventEnvelope.HeadMember.allCases.filter { patterns.asks(for: $0.rawValue) }
    }

    mutating func begin(_ path: String, isKeyed: Bool) {
        self.path = path
        self.isKeyed = isKeyed
        skipReason = nil
        (isEnding, truncation, faults, holdsRecords) = (false, nil, [], false)
    }

    /// Says that the text has ended: what is reported from here on was cut short.
    mutating func end() { isEnding = true }

    /// Books the file just read.
    mutating func close(_ outcome: LogFileReader.Outcome) {
        part.compressedBytes += outcome.compressedBytes
        part.contentBytes += outcome.contentBytes
        var reason = outcome.failure ?? truncation.map { .truncated($0) }
        if reason == nil, !holdsRecords, let first = faults.first {
            reason = .notALog(first)
        } else {
            releaseFaults()
        }
        if let reason {
            part.failed.append(FailedFile(path: path, reason: reason))
        } else if let skipReason {
            part.skipped.append(SkippedFile(path: path, reason: skipReason))
        } else {
            part.filesRead += 1
        }
    }

    mutating func take(_ batch: RecordBatch, in text: Span<UInt8>) {
        let elements = batch.elements
        part.records += elements.count
        holdsRecords = true
        guard let search, let first = elements.first, let last = elements.last else {
            for index in elements.indices { judge(index, of: batch, in: text) }
            return
        }
        let searched = text.extracting(0..<last.range.upperBound)
        var hit = search.firstIndex(in: searched, from: first.range.lowerBound) ?? Int.max
        for index in elements.indices {
            let range = elements[index].range
            if hit < range.lowerBound { hit = search.firstIndex(in: searched, from: range.lowerBound) ?? Int.max }
            let isHit = hit < range.upperBound
            guard isHit || elements[index].isRespelt else { continue }
            judge(index, of: batch, in: text)
            if isHit { hit = search.firstIndex(in: searched, from: range.upperBound) ?? Int.max }
        }
    }

    mutating func take(_ fault: RecordFault) {
        if isEnding, case .json(.unexpectedEnd) = fault.reason {
            truncation = fault
            return
        }
        faults.append(fault)
        if faults.count >= Self.faultsHeldLimit { releaseFaults() }
    }

    /// The longest record that rules look into, so that a replay stays small whatever it reads: the event, its index
    /// and the line that is handed on take several times its length, for each job. CloudTrail writes at most 256 KiB,
    /// CloudTrail Lake 1 MiB. ``PatternMatcher/valuesLimit`` bounds the index.
    ///
    /// A longer one that no rule could match is passed over like any other. One that might match is reported as
    /// malformed, and never silently left out: somebody may have made it so long to keep it from being seen.
    static let recordBytesLimit = 1 << 20

    /// How many faults of one file are kept back.
    private static let faultsHeldLimit = 1_000

    private mutating func releaseFaults() {
        part.records += faults.count
        for fault in faults { note(fault) }
        faults.removeAll()
    }

    mutating func skip(_ kind: SkippedText) {
        skipReason = kind == .digest ? .digest : .insight
    }

    private mutating func note(_ fault: RecordFault) {
        part.malformed.append(MalformedRecord(path: path, fault: fault))
        part.heldBytes += 200
    }

    private mutating func judge(_ index: Int, of batch: RecordBatch, in text: Span<UInt8>) {
        let element = batch.elements[index]
        let record = text.extracting(element.range)
        guard record.count <= Self.recordBytesLimit else {
            return note(fault(.tooLong(limit: Self.recordBytesLimit), element, at: index, of: batch))
        }
        do throws(EventError) {
            guard try matches(record) else { return }
        } catch {
            return note(fault(.init(error), element, at: index, of: batch))
        }
        // What matches is read to the letter: it will be rendered, counted and handed on.
        var event: [UInt8] = []
        EventEnvelope.append(record, to: &event)
        do throws(JSONError) {
            keep(
                try JSONDocument(parsing: event, valuesLimit: PatternMatcher.valuesLimit),
                index: batch.firstIndex + index)
        } catch {
            note(fault(.json(error.reason), element, at: index, of: batch))
        }
    }

    /// Whether a rule matches the event that a record becomes, found out without putting it there.
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
        var line: [UInt8] = []
        line.reserveCapacity(document.text.count)
        root.appendCompact(to: &line)
        part.matches.append(
            ReplayMatch(event: line, rules: matcher.matched, use: RoleUse(event: root), path: path, index: index))
        part.heldBytes += line.count + 400
    }

    private func fault(
        _ reason: RecordFault.Reason, _ element: RecordBatch.Element, at index: Int, of batch: RecordBatch
    ) -> RecordFault {
        RecordFault(reason: reason, index: batch.firstIndex + index, offset: batch.offset(of: element))
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

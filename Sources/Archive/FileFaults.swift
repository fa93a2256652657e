import CloudTrail
import JSONText

/// Decides which faults of one file are its records' and which are the file's own.
///
/// A file whose text ends inside a record is truncated. A file with faults and without any record is no log. Every
/// other fault is a malformed record.
struct FileFaults {
    /// How many faults are held back while no record has been read. Further ones are reported as malformed records.
    static let heldLimit = 1_000

    private var held: [RecordFault] = []
    private var first: RecordFault?
    private var truncation: RecordFault?
    private var skipped: SkippedFile.Reason?
    private var holdsRecords = false
    private var isEnding = false

    /// What became of a file.
    enum Verdict: Hashable {
        case read
        case skipped(SkippedFile.Reason)
        case failed(FailedFile.Reason)
    }

    /// Notes that records have been read.
    ///
    /// - Returns: The faults that were held back before them, each a malformed record.
    mutating func noteRecords() -> [RecordFault] {
        holdsRecords = true
        return release()
    }

    /// Notes a fault.
    ///
    /// - Returns: The faults that are known to be malformed records now.
    mutating func note(_ fault: RecordFault) -> [RecordFault] {
        if isEnding, case .json(.unexpectedEnd) = fault.reason {
            truncation = fault
            return []
        }
        if first == nil { first = fault }
        held.append(fault)
        return holdsRecords || held.count >= Self.heldLimit ? release() : []
    }

    /// Notes that the text is not a log.
    mutating func note(_ skipped: SkippedText) {
        self.skipped = skipped == .digest ? .digest : .insight
    }

    /// Notes that the text has ended: a record that is reported as cut short from here on was cut by that end.
    mutating func noteEnd() { isEnding = true }

    /// Ends the file.
    ///
    /// - Parameter failure: Why the file could not be read to its end.
    /// - Returns: The faults held back that are malformed records, and what became of the file.
    mutating func finish(failure: FailedFile.Reason?) -> (malformed: [RecordFault], verdict: Verdict) {
        if let reason = failure ?? truncation.map({ .truncated($0) }) { return (release(), .failed(reason)) }
        if !holdsRecords, let first { return ([], .failed(.notALog(first))) }
        return (release(), skipped.map { .skipped($0) } ?? .read)
    }

    private mutating func release() -> [RecordFault] {
        guard !held.isEmpty else { return [] }
        defer { held.removeAll() }
        return held
    }
}

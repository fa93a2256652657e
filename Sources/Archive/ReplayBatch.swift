public import CloudTrail

/// What some files of an archive came to: how many they were, and what was found in them, in the archive's order.
public struct ReplayBatch: Sendable {
    /// Files read to their end.
    public var filesRead = 0
    /// Files outside the selection, which were not opened.
    public var filesPruned = 0
    /// Folders outside the selection, which were not listed.
    public var prefixesPruned = 0
    /// Files that hold no records.
    public var skipped: [SkippedFile] = []
    /// Files that were not read to their end.
    public var failed: [FailedFile] = []
    /// Records read, the malformed ones included.
    public var records = 0
    /// Records that could not be read.
    public var malformed: [MalformedRecord] = []
    /// Events that some rule matches, in the order of the archive.
    public var matches: [ReplayMatch] = []
    /// The same for a replay that does not keep its events: what is counted of each.
    public var counted: [CountedMatch] = []
    /// Bytes read of the files as they are stored.
    public var compressedBytes = 0
    /// Bytes of JSON in them.
    public var contentBytes = 0

    /// About how much memory waits in it for its turn.
    var heldBytes = 0

    init() {}
}

/// A file that was passed over because it holds no records.
public struct SkippedFile: Hashable, Sendable {
    /// Why it holds none.
    public enum Reason: String, Hashable, Sendable, CaseIterable {
        /// Hashes of log files, for `aws cloudtrail validate-logs`.
        case digest
        /// Unusual call rates, found by CloudTrail Insights.
        case insight
        /// Its name does not end as logs' names do.
        case name
    }

    /// What the file is called.
    public let path: String
    /// Why it holds no records.
    public let reason: Reason
}

/// A record that could not be read; the others of its file were.
public struct MalformedRecord: Hashable, Sendable, CustomStringConvertible {
    /// The file it stands in.
    public let path: String
    /// What is wrong with the record, and where.
    public let fault: RecordFault

    /// The path and the fault.
    public var description: String { "\(path): \(fault)" }
}

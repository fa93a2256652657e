public import CloudTrail

/// What a replay came to: what became of every file and record, and who used which role when.
///
///     files    = read + skipped + failed     (those outside the selection are pruned, and not opened)
///     records  = matched + unmatched + malformed
public struct ReplaySummary: Sendable {
    /// Files read to their end.
    public private(set) var filesRead = 0
    /// Files outside the selection, which were not opened.
    public private(set) var filesPruned = 0
    /// Folders outside the selection, which were not listed; the files in them are not in ``filesPruned``.
    public private(set) var prefixesPruned = 0
    /// Records read, the malformed ones included.
    public private(set) var records = 0
    /// Records that some rule matches.
    public private(set) var matched = 0
    /// Records that could not be read.
    public private(set) var malformedCount = 0
    /// Bytes read of the files as they are stored.
    public private(set) var compressedBytes = 0
    /// Bytes of JSON in them.
    public private(set) var contentBytes = 0
    /// Matching records of each rule, by its index.
    public private(set) var matchesByRule: [Int]
    /// The role uses among the matches, each counted once.
    public private(set) var uses = UseCounts()
    /// Files that hold no records, by the reason.
    public private(set) var skippedCounts: [SkippedFile.Reason: Int] = [:]
    /// Files that were not read to their end.
    public private(set) var failedCount = 0
    /// The first ones, at most ``listedLimit`` of each kind.
    public private(set) var skipped: [SkippedFile] = []
    /// The first files that were not read to their end.
    public private(set) var failed: [FailedFile] = []
    /// The first records that could not be read.
    public private(set) var malformed: [MalformedRecord] = []

    /// How many skipped and failed files and malformed records are listed each; all are counted.
    public static let listedLimit = 1_000

    /// - Parameter rules: How many rules there are.
    public init(rules: Int) { matchesByRule = Array(repeating: 0, count: rules) }

    /// Files that hold no records.
    public var filesSkipped: Int { skippedCounts.values.reduce(0, +) }
    /// Files that were looked at: read, skipped and failed.
    public var files: Int { filesRead + filesSkipped + failedCount }
    /// Records that no rule matches.
    public var unmatched: Int { records - matched - malformedCount }

    /// Counts what a batch came to, and its matches by all rules that they name.
    public mutating func add(_ batch: ReplayBatch) {
        addFiles(of: batch)
        for match in batch.matches { add(match.event) }
    }

    /// Counts the files and records of a batch, and those matches whose events were not kept.
    public mutating func addFiles(of batch: ReplayBatch) {
        for match in batch.counted {
            count(match.rules)
            if let use = match.use { uses.add(use) }
        }
        filesRead += batch.filesRead
        filesPruned += batch.filesPruned
        prefixesPruned += batch.prefixesPruned
        records += batch.records
        malformedCount += batch.malformed.count
        compressedBytes += batch.compressedBytes
        contentBytes += batch.contentBytes
        failedCount += batch.failed.count
        for file in batch.skipped { skippedCounts[file.reason, default: 0] += 1 }
        skipped += batch.skipped.prefix(Self.listedLimit - skipped.count)
        failed += batch.failed.prefix(Self.listedLimit - failed.count)
        malformed += batch.malformed.prefix(Self.listedLimit - malformed.count)
    }

    /// Counts a match by the rules that it names, which are indices into ``matchesByRule``.
    public mutating func add(_ event: MatchedEvent) {
        count(event.rules)
        if let use = event.use { uses.add(use) }
    }

    private mutating func count(_ rules: [Int]) {
        matched += 1
        for rule in rules { matchesByRule[rule] += 1 }
    }
}

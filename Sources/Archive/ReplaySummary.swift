/// What a replay came to: books that balance, and who used which role when.
///
///     files    = read + skipped + failed     (those outside the selection are pruned, and not opened)
///     records  = matched + unmatched + malformed
public struct ReplaySummary: Sendable {
    public private(set) var filesRead = 0
    public private(set) var filesPruned = 0
    public private(set) var records = 0
    public private(set) var matched = 0
    public private(set) var malformedCount = 0
    public private(set) var compressedBytes = 0
    public private(set) var contentBytes = 0
    /// Matching records of each rule, by its index.
    public private(set) var matchesByRule: [Int]
    public private(set) var uses = UseCounts()
    public private(set) var skippedCounts: [SkippedFile.Reason: Int] = [:]
    public private(set) var failedCount = 0
    /// The first ones; see ``listedLimit``.
    public private(set) var skipped: [SkippedFile] = []
    public private(set) var failed: [FailedFile] = []
    public private(set) var malformed: [MalformedRecord] = []

    /// How many skipped and failed files and malformed records are listed each; all are counted.
    public static let listedLimit = 1_000

    public init(rules: Int) { matchesByRule = Array(repeating: 0, count: rules) }

    public var filesSkipped: Int { skippedCounts.values.reduce(0, +) }
    public var files: Int { filesRead + filesSkipped + failedCount }
    public var unmatched: Int { records - matched - malformedCount }

    public mutating func add(_ part: ReplayPart) {
        filesRead += part.filesRead
        filesPruned += part.filesPruned
        records += part.records
        malformedCount += part.malformed.count
        compressedBytes += part.compressedBytes
        contentBytes += part.contentBytes
        failedCount += part.failed.count
        for file in part.skipped { skippedCounts[file.reason, default: 0] += 1 }
        skipped += part.skipped.prefix(Self.listedLimit - skipped.count)
        failed += part.failed.prefix(Self.listedLimit - failed.count)
        malformed += part.malformed.prefix(Self.listedLimit - malformed.count)
        for match in part.matches {
            matched += 1
            for rule in match.rules { matchesByRule[rule] += 1 }
            if let use = match.use { uses.add(use) }
        }
    }
}

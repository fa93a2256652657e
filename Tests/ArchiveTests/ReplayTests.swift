import Archive
import CloudTrail
import EventPatterns
import Foundation
import Synchronization
import Testing

struct ReplayTests {
    static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../fixtures")
        .standardizedFileURL

    /// What a correct replay of the fixtures finds, worked out by hand; see fixtures/README.md.
    struct Truth: Decodable {
        struct Archive: Decodable {
            var filesRead: Int
            var filesSkipped: [String: Int]
            var records: Int
        }
        var archive: Archive
    }

    /// What a replay finds, a line for each match, and its summary.
    static func replay(
        _ paths: [URL], patterns: [String], jobs: Int = 1, selection: ReplaySelection = ReplaySelection(),
        isStrict: Bool = false, keepsEvents: Bool = true, source: any ArchiveSource = FileSource()
    ) async throws -> (lines: [String], summary: ReplaySummary) {
        var replay = Replay(patterns: PatternSet(try patterns.map { try EventPattern(parsing: $0) }))
        replay.jobs = jobs
        replay.selection = selection
        replay.isStrict = isStrict
        replay.keepsEvents = keepsEvents
        let result = Mutex((lines: [String](), summary: ReplaySummary(rules: patterns.count)))
        try await replay.run(paths.map { ArchiveLocation($0.path, in: source) }) { batch in
            result.withLock { result in
                result.summary.add(batch)
                result.lines += batch.matches.map {
                    "\($0.event.rules) \($0.index) \(String(decoding: $0.event.line, as: UTF8.self))"
                }
            }
        }
        return result.withLock { $0 }
    }

    static let breakGlass = #"""
        {"source":["aws.sts"],"detail":{"eventName":["AssumeRole","AssumeRoleWithSAML","AssumeRoleWithWebIdentity"],
        "errorCode":[{"exists":false}],"$or":[
        {"requestParameters":{"roleArn":[{"suffix":"/BreakGlassAdmin"},{"wildcard":"*/AWSReservedSSO_BreakGlass_*"}]}},
        {"requestParameters":{"omitted":[true]},"resources":{"ARN":[{"suffix":"/BreakGlassAdmin"},{"wildcard":"*/AWSReservedSSO_BreakGlass_*"}]}}]}}
        """#

    @Test(arguments: [1, 2, 5])
    func readsTheArchiveOfTheFixtures(jobs: Int) async throws {
        let truth = try JSONDecoder().decode(
            Truth.self, from: Data(contentsOf: Self.fixtures.appending(path: "truth.json")))
        let (lines, summary) = try await Self.replay(
            [Self.fixtures.appending(path: "archive")], patterns: [Self.breakGlass], jobs: jobs)
        #expect(summary.filesRead == truth.archive.filesRead)
        #expect(summary.records == truth.archive.records)
        #expect(summary.filesSkipped == truth.archive.filesSkipped.values.reduce(0, +))
        #expect(summary.failedCount == 0)
        #expect(summary.malformedCount == 0)
        // Ten events, one of them delivered twice.
        #expect(summary.matched == 11)
        #expect(lines.count == 11)
        #expect(summary.records == summary.matched + summary.unmatched + summary.malformedCount)
    }

    /// Where the events are not wanted, the same is counted of them.
    @Test(arguments: ["archive", "damaged"]) func countsTheSameWithoutTheEvents(folder: String) async throws {
        let paths = [Self.fixtures.appending(path: folder)]
        let patterns = [Self.breakGlass, #"{"detail":{"eventID":[{"exists":true}]}}"#]
        for selection in [ReplaySelection(), ReplaySelection(from: "2026-03-03T00:00:00Z", accounts: ["111122223333"])]
        {
            let kept = try await Self.replay(paths, patterns: patterns, selection: selection)
            let counted = try await Self.replay(paths, patterns: patterns, selection: selection, keepsEvents: false)
            #expect(kept.lines.count > 1)
            #expect(counted.lines == [])
            #expect(counted.summary.matched == kept.summary.matched)
            #expect(counted.summary.matchesByRule == kept.summary.matchesByRule)
            #expect(counted.summary.malformed == kept.summary.malformed)
            #expect(counted.summary.uses.total == kept.summary.uses.total)
            #expect(counted.summary.uses.duplicates == kept.summary.uses.duplicates)
            #expect(counted.summary.uses.byRole == kept.summary.uses.byRole)
            #expect(counted.summary.uses.byPerson == kept.summary.uses.byPerson)
            #expect(counted.summary.uses.byDay == kept.summary.uses.byDay)
        }
    }

    @Test(arguments: [2, 3, 8])
    func theOrderDoesNotDependOnTheJobs(jobs: Int) async throws {
        let paths = [Self.fixtures.appending(path: "archive"), Self.fixtures.appending(path: "damaged")]
        let everything = #"{"detail":{"eventID":[{"exists":true}]}}"#
        let one = try await Self.replay(paths, patterns: [everything])
        let many = try await Self.replay(paths, patterns: [everything], jobs: jobs)
        #expect(one.lines.count > 200)
        #expect(many.lines == one.lines)
        #expect(many.summary.failed == one.summary.failed)
    }

    @Test func damageCostsWhatIsDamaged() async throws {
        let (_, summary) = try await Self.replay(
            [Self.fixtures.appending(path: "damaged")], patterns: [Self.breakGlass])
        #expect(summary.matched == 12)
        #expect(summary.malformedCount == 1)
        #expect(summary.failedCount == 5)
        #expect(summary.filesRead == 1)
    }

    /// A literal that every match must hold saves parsing, and changes nothing.
    @Test func theLiteralSearchMissesNothing() async throws {
        let archive = [Self.fixtures.appending(path: "archive")]
        let withLiteral = try await Self.replay(archive, patterns: [Self.breakGlass])
        let without = try await Self.replay(archive, patterns: [Self.breakGlass, #"{"nothing":[{"exists":true}]}"#])
        #expect(withLiteral.lines == without.lines)
    }

    @Test func aSelectionPrunesByKeyAndByTime() async throws {
        let archive = [Self.fixtures.appending(path: "archive")]
        let tuesday = ReplaySelection(from: "2026-03-03T00:00:00Z", to: "2026-03-04T00:00:00Z")
        let (lines, summary) = try await Self.replay(archive, patterns: [Self.breakGlass], selection: tuesday)
        #expect(summary.filesPruned + summary.prefixesPruned > 0)
        #expect(!lines.isEmpty)
        #expect(lines.allSatisfy { $0.contains("\"time\":\"2026-03-03T") })
        let account = ReplaySelection(accounts: ["444455556666"])
        let (others, _) = try await Self.replay(archive, patterns: [Self.breakGlass], selection: account)
        #expect(others.allSatisfy { $0.contains("\"account\":\"444455556666\"") })
        #expect(!others.isEmpty)
    }

    @Test func whatCannotBeOpenedIsReportedAndTheRestIsRead() async throws {
        let paths = [Self.fixtures.appending(path: "absent"), Self.fixtures.appending(path: "archive")]
        let (_, summary) = try await Self.replay(paths, patterns: [Self.breakGlass])
        #expect(summary.failedCount == 1)
        #expect(summary.matched == 11)
    }

    /// Far fewer files are opened than there are.
    @Test func anInterruptionEndsIt() async throws {
        let record = #"{"eventVersion":"1.08","eventName":"AssumeRole","eventID":"1"}"#
        let source = MemorySource(copies: 1_000_000, of: Array(record.utf8))
        var replay = Replay(patterns: PatternSet([try EventPattern(parsing: #"{"detail":{"eventID":["1"]}}"#)]))
        replay.jobs = 2
        let files = Mutex(0)
        try await replay.run(
            [ArchiveLocation("", in: source)], isInterrupted: { files.withLock { $0 } > 0 },
            take: { batch in files.withLock { $0 += batch.filesRead } })
        #expect(files.withLock { $0 } > 0)
        #expect(source.openedCount < 100_000)
    }

    @Test func anErrorOfTheTakerComesBack() async throws {
        struct Full: Error {}
        var replay = Replay(patterns: PatternSet([try EventPattern(parsing: Self.breakGlass)]))
        replay.jobs = 3
        let archive = ArchiveLocation(Self.fixtures.appending(path: "archive").path, in: FileSource())
        do {
            try await replay.run([archive]) { _ in throw Full() }
            Issue.record("the error was lost")
        } catch {
            #expect(error is Full)
        }
    }
}

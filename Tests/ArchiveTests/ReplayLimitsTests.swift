import CloudTrail
import EventPatterns
import Foundation
import JSONText
import Synchronization
import Testing

@testable import Archive

/// The bounds that keep a replay small whatever it reads.
struct ReplayLimitsTests {
    private static let pattern = #"{"detail":{"eventName":["AssumeRole"]}}"#
    /// Without a literal that every match must hold, so that each record is looked into.
    private static let broad = #"{"detail":{"eventName":[{"exists":true}]}}"#

    /// A record of so many bytes.
    private static func record(_ name: String, bytes: Int) -> String {
        let (head, tail) = (#"{"eventVersion":"1.08","eventName":"\#(name)","x":""#, #""}"#)
        return head + String(repeating: "A", count: bytes - head.utf8.count - tail.utf8.count) + tail
    }

    private static func replay(
        _ records: [String], _ pattern: String, jobs: Int = 1
    ) async throws -> (matches: [Int], malformed: [RecordFault], summary: ReplaySummary) {
        let file = FileManager.default.temporaryDirectory.appending(path: "relay-tests-\(UUID().uuidString).json")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data((#"{"Records":["# + records.joined(separator: ",") + "]}").utf8).write(to: file)
        var replay = Replay(patterns: PatternSet([try EventPattern(parsing: pattern)]))
        replay.jobs = jobs
        let result = Mutex((matches: [Int](), malformed: [RecordFault](), summary: ReplaySummary(rules: 1)))
        try await replay.run(ArchiveWalk(paths: [file.path])) { part in
            result.withLock { result in
                result.summary.add(part)
                result.matches += part.matches.map(\.index)
                result.malformed += part.malformed.map(\.fault)
            }
        }
        return result.withLock { $0 }
    }

    private static var tooLong: RecordFault.Reason { .tooLong(limit: ReplaySink.recordBytesLimit) }

    @Test func aLongRecordThatMightMatchIsReported() async throws {
        let limit = ReplaySink.recordBytesLimit
        let records = [
            Self.record("AssumeRole", bytes: 100), Self.record("AssumeRole", bytes: limit),
            Self.record("AssumeRole", bytes: limit + 1), Self.record("ListBuckets", bytes: limit + 1),
            Self.record("AssumeRole", bytes: 100),
        ]
        let found = try await Self.replay(records, Self.pattern)
        #expect(found.matches == [0, 1, 4])
        #expect(found.malformed.map(\.reason) == [Self.tooLong])
        #expect(found.malformed.map(\.index) == [2])
        let start = #"{"Records":["#.utf8.count + records[..<2].reduce(0) { $0 + $1.utf8.count + 1 }
        #expect(found.malformed.map(\.offset) == [start])
        #expect(found.summary.unmatched == 1)
        #expect(found.summary.records == 5)
        // Where every record has to be looked into, both are.
        let broad = try await Self.replay(records, Self.broad)
        #expect(broad.matches == [0, 1, 4])
        #expect(broad.malformed.map(\.reason) == [Self.tooLong, Self.tooLong])
        #expect(broad.summary.unmatched == 0)
    }

    @Test func aRecordOfVeryManyValuesIsReported() async throws {
        let limit = PatternMatcher.valuesLimit
        let plain = #"{"eventVersion":"1.08","eventName":"AssumeRole","x":["#
        func record(values: Int, behind end: String = "}") -> String {
            plain + repeatElement("1", count: values).joined(separator: ",") + "]" + end
        }
        // An event and a record have their own keys and values, two dozen in all.
        let found = try await Self.replay(
            [record(values: limit - 100), record(values: limit + 1), record(values: 5)], Self.pattern)
        #expect(found.matches == [0, 2])
        #expect(found.malformed.map(\.index) == [1])
        #expect(found.malformed.map(\.reason) == [.json(.tooManyValues(limit: limit))])
        // The same where the event has to be read plainly, and where a rule asks for the values.
        let odd = try await Self.replay([record(values: limit + 1, behind: #","x":1}"#)], #"{"detail":{"x":[1]}}"#)
        #expect(odd.malformed.map(\.reason) == [.json(.tooManyValues(limit: limit))])
        let asked = try await Self.replay([record(values: limit + 1)], #"{"detail":{"x":[2]}}"#)
        #expect(asked.malformed.map(\.reason) == [.json(.tooManyValues(limit: limit))])
        let few = try await Self.replay([record(values: 1_000)], #"{"detail":{"x":[2]}}"#)
        #expect(few.malformed.isEmpty && few.summary.unmatched == 1)
    }

    /// More matches than may be held at a time, with jobs that are ahead of each other: all come, in order.
    @Test(arguments: [1, 3])
    func manyLargeMatchesComeInOrder(jobs: Int) async throws {
        let records = (0..<40).map { _ in Self.record("AssumeRole", bytes: 300_000) }
        let found = try await Self.replay(records, Self.pattern, jobs: jobs)
        #expect(found.matches == Array(0..<40))
    }

    private final class Flag: Sendable {
        private let value = Atomic(false)
        var isSet: Bool { value.load(ordering: .sequentiallyConsistent) }
        func set() { value.store(true, ordering: .sequentiallyConsistent) }
    }

    /// Whoever is ahead of its turn waits while much is held before its turn, however few the stretches are.
    @Test func whoIsAheadWaitsWhileMuchIsHeld() async throws {
        let line = OrderedLine(jobs: 2)
        var heavy = ReplayPart()
        heavy.heldBytes = 1 << 30
        await line.finish(heavy, of: 1)
        // Whose turn it is does not wait.
        try await line.waitUntilNear(0)
        let isNear = Flag()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await line.waitUntilNear(2)
                isNear.set()
            }
            while await line.waitingCount == 0, !isNear.isSet { await Task.yield() }
            #expect(!isNear.isSet)
            // Now both are ready, and it waits for the one who takes them.
            await line.finish(ReplayPart(), of: 0)
            while await line.waitingCount == 0, !isNear.isSet { await Task.yield() }
            #expect(!isNear.isSet)
            _ = await line.next()
            _ = await line.next()
            try await group.waitForAll()
        }
        #expect(isNear.isSet)
    }
}

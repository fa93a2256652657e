import Alerts
import IngestTesting
import Outbox
import Synchronization
import Testing
import TextFormats

@testable import Ingest

/// Taking events in, without a transport.
struct EventIngestTests {
    private static func ingest(
        _ store: HeldLedger = HeldLedger(), _ log: RecordedLog = RecordedLog(), role: String = "BreakGlassAdmin"
    ) throws -> EventIngest {
        EventIngest(
            rules: try TestRules.live(role: role), store: store, now: { Timestamp(milliseconds: 1_772_442_847_000) },
            logger: log.logger,
            announce: { _ in })
    }

    @Test func saysWhatBecameOfEachEventInItsOrder() async throws {
        let results = try await Self.ingest().ingest(
            events: [TestEvent.event("a"), TestEvent.other("b"), "[]", TestEvent.event("a")].map { Array($0.utf8) })
        #expect(results.map(\.outcome) == [.accepted, .noRule, .invalid, .duplicate])
        #expect(results.map(\.eventID) == ["a", "b", nil, "a"])
        #expect(results.map(\.deliveries) == [1, 0, 0, 0])
        #expect(results.map { $0.reason != nil } == [false, false, true, false])
    }

    /// A store that commits two events at a time fails at the third: the first two stand, are announced, and are known when
    /// the body comes again.
    @Test func whatWasCommittedOfABodyIsAnsweredAndAnnounced() async throws {
        let (refusal, log) = (StoreError(.full, path: "relay.db"), RecordedLog())
        let store = HeldLedger(refusing: refusal, after: 1, plansPerCommit: 2)
        let announced = Mutex(0)
        let ingest = EventIngest(
            rules: try TestRules.live(role: "BreakGlassAdmin"), store: store,
            now: { Timestamp(milliseconds: 1_772_442_847_000) }, logger: log.logger,
            announce: { pending in announced.withLock { $0 += pending.count } })
        let body = ["a", "b", "c", "d"].map { TestEvent.event($0) } + [TestEvent.other("e")]
        let results = try await ingest.ingest(body: Array(body.joined(separator: "\n").utf8))
        #expect(results.map(\.outcome) == [.accepted, .accepted, nil, nil, .noRule])
        #expect(results.map(\.failure) == [nil, nil, refusal, refusal, nil])
        #expect(results.failure == refusal)
        #expect(store.accepted.map(\.eventID) == ["a", "b"])
        #expect(announced.withLock { $0 } == 2)
        #expect(log.lines.filter { $0.hasPrefix("error events refused matched_events=2") }.count == 1)
        #expect(log.lines.filter { $0.hasPrefix("info event accepted") }.count == 2)
    }

    @Test func countsWhatCouldNotBeMadeAnEventOf() async throws {
        let store = HeldLedger()
        _ = try await Self.ingest(store).ingest(events: [Array("[]".utf8)], alsoInvalid: 2)
        #expect(try await store.invalidCount == 3)
    }

    /// A body longer than a piece is judged in pieces, wherever they end.
    @Test func readsBodiesOfManyPieces() async throws {
        let count = 3 * IngestLimits.pieceBytes / TestEvent.other("").utf8.count
        let body = Array((0..<count).map { TestEvent.other("\($0)") }.joined(separator: "\n").utf8)
        #expect(body.count > 2 * IngestLimits.pieceBytes)
        for body in [body, try Gzipped.bytes(body)] {
            let results = try await Self.ingest().ingest(body: body)
            #expect(results.map(\.eventID) == (0..<count).map { "\($0)" })
        }
    }

    @Test func acceptsNothingOfABodyWhoseCompressionIsDamaged() async throws {
        let store = HeldLedger()
        var body = try Gzipped.bytes(TestEvent.event("a").utf8)
        body[body.count - 6] ^= 1
        let ingest = try Self.ingest(store)
        await #expect(throws: IngestError.self) { try await ingest.ingest(body: body) }
        #expect(store.accepted.isEmpty)
        #expect(try await store.invalidCount == 1)
    }

    @Test func saysWhichFilesHoldNoEvents() async throws {
        let digest = #"{"awsAccountId":"1","digestS3Object":"k","logFiles":[{"s3Bucket":"b"}]}"#
        let ingest = try Self.ingest()
        await #expect(throws: IngestError.noEvents(reason: "the body is a CloudTrail digest file")) {
            try await ingest.ingest(body: Array(digest.utf8))
        }
    }

    /// One line for each event of interest, with nothing of what it says but its id.
    @Test func logsTheFateOfEachEvent() async throws {
        let log = RecordedLog()
        _ = try await Self.ingest(HeldLedger(), log).ingest(
            body: Array("\(TestEvent.event("evil\\nid"))\n\(TestEvent.other("b"))".utf8))
        #expect(log.lines.count == 2)
        #expect(log.lines.first?.hasPrefix("info event accepted deliveries=1 event_id=evil?id ") == true)
        #expect(!log.contains("alice"))
        #expect(!log.contains("ticket-1"))
    }

    @Test func goesByNewRulesFromTheNextRequestOn() async throws {
        let ingest = try Self.ingest()
        let body = Array("[\(TestEvent.event("a")),\(TestEvent.other("b"))]".utf8)
        #expect(try await ingest.ingest(body: body).map(\.outcome) == [.accepted, .noRule])
        ingest.replaceRules(with: try TestRules.live(role: "ReadOnly"))
        #expect(try await ingest.ingest(body: body).map(\.outcome) == [.noRule, .accepted])
    }

    /// Each request is judged by one set of rules as a whole: the first or the second, never by some of each.
    @Test func replacesRulesWhileRequestsRun() async throws {
        let ingest = try Self.ingest()
        let rules = [try TestRules.live(role: "ReadOnly"), try TestRules.live()]
        try await withThrowingTaskGroup(of: [[IngestOutcome]].self) { tasks in
            for task in 0..<4 {
                tasks.addTask {
                    var fates: [[IngestOutcome]] = []
                    for number in 0..<50 {
                        let id = "\(task)-\(number)"
                        let body = "[\(TestEvent.event("\(id)-a")),\(TestEvent.other("\(id)-b"))]"
                        fates.append(try await ingest.ingest(body: Array(body.utf8)).compactMap(\.outcome))
                    }
                    return fates
                }
            }
            for turn in 0..<100 {
                ingest.replaceRules(with: rules[turn % 2])
                await Task.yield()
            }
            for try await fates in tasks {
                #expect(fates.count == 50)
                for pair in fates { #expect(pair == [.accepted, .noRule] || pair == [.noRule, .accepted]) }
            }
        }
    }
}

import Alerts
import Foundation
import GRDB
import Outbox
import RelayTesting
import Testing
import TextFormats

@testable import SQLiteStore

/// Files as earlier versions made them.
struct StoreSchemaTests {
    private static func sql(ofVersion version: Int) throws -> String {
        let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "fixtures/store")
        return try String(contentsOf: fixtures.appending(path: "version-\(version).sql"), encoding: .utf8)
    }

    private func store(ofVersion version: Int) async throws -> ScratchStore {
        let scratch = try ScratchStore()
        let database = try DatabaseQueue(path: scratch.path)
        let sql = try Self.sql(ofVersion: version)
        try await database.write { try $0.execute(sql: sql) }
        try await database.write { try $0.execute(sql: "PRAGMA application_id = \(StoreSchema.applicationID)") }
        try database.close()
        return scratch
    }

    @Test(arguments: [1, 2, 3]) func readsWhatEarlierVersionsWrote(version: Int) async throws {
        let scratch = try await store(ofVersion: version)
        let store = try scratch.open()
        let record = try #require(try await store.delivery(DeliveryID(1)))
        #expect(record.delivery.state == .dead)
        #expect(record.delivery.deadLetter == Sample.refusal)
        #expect(record.delivery.content.request.headers == [.init(name: "X-A", value: "1")])
        #expect(record.delivery.event == Array(#"{"id":"e-1"}"#.utf8))
        #expect(record.attempts.map(\.reason) == ["channel_not_found"])
        #expect(record.interventions == [.init(action: .redrive, note: Sample.note)])
        let pending = try await store.pending(after: nil, limit: 10)
        #expect(pending.map(\.id.text) == ["2", "3"])
        let begun = try await store.begin(pending.map(\.id), at: Sample.noon)
        #expect(begun.map(\.content.kind) == [.summary, .failover(of: DeliveryID(1))])
        #expect(begun.first?.storm?.messageTimestamp == "1.1")
        #expect(try await store.drill("d-1") != nil)
        // Nothing of it is removed by a clock that is wrong at the first start.
        #expect(try await store.time().map { $0.seenAt == $0.pruningAt && $0.seenAt <= Sample.noon } == true)
        #expect(try await AlertStoreKit.useIDs(of: store) == ["e-1"])
        #expect(try await store.balance().isBalanced)
        var copy = Sample.submission(eventID: "other")
        copy.sharedEventID = "s-1"
        #expect(try await store.accept([copy], counting: []) == [.duplicate])
    }

    /// Before version 3 it was not kept where an event was announced: it counts as announced at every target.
    @Test(arguments: [(1, true), (2, true), (3, false)])
    func whatEarlierVersionsAnnouncedWasAnnouncedEverywhere(version: Int, isDuplicate: Bool) async throws {
        let scratch = try await store(ofVersion: version)
        let store = try scratch.open()
        let added = [RuleTarget("added"), RuleTarget("added", "chat")]
        let submission = Sample.submission(
            eventID: "e-1", rules: ["break-glass", "added"], targets: Sample.targets + added, plan: Sample.deliveryEach)
        for isAgain in [false, true] {
            let answers = try await store.accept([submission], counting: [])
            #expect(answers.map { $0 == .duplicate } == [isDuplicate || isAgain])
        }
    }

    /// The storm of these files has told of allowed and of refused uses: refused ones go on being added to it.
    @Test(arguments: [1, 2, 3]) func allowedUsesBeginAStormBesideOneOfAnEarlierVersion(version: Int) async throws {
        let scratch = try await store(ofVersion: version)
        let store = try scratch.open()
        for isDenied in [true, false] {
            let at = Sample.noon + .seconds(60)
            let use = try Sample.use("new-\(isDenied)", isDenied: isDenied)
            _ = try await store.accept(
                [
                    Sample.submission(of: use, receivedAt: at) { _ in
                        DeliveryPlan(folds: [Sample.fold(at: at, isDenied: isDenied)])
                    }
                ], counting: [])
        }
        let storms = try await store.deliveries(OutboxFilter(), limit: 10).reversed().compactMap(\.storm)
        #expect(storms.map(\.key.isDenied) == [true, false])
        #expect(storms.map(\.foldedUses) == [3, 1])
        #expect(storms.map(\.deniedUses) == [2, 0])
        #expect(storms.first?.summaryDelay == Storm.summaryDelayUnlessGiven)
    }

    /// An earlier relay gave no leases: what it was sending when it ended is anybody's who serves.
    @Test func recoversWhatAnEarlierVersionWasSending() async throws {
        let scratch = try await store(ofVersion: 1)
        let database = try DatabaseQueue(path: scratch.path)
        try await database.write {
            try $0.execute(sql: "UPDATE delivery SET state = 'sending', begun_at = due_at WHERE id = 2")
        }
        try database.close()
        let store = try scratch.open()
        #expect(try await store.recoverInterrupted(at: Sample.noon + .seconds(1)) == 1)
        #expect(try await store.delivery(DeliveryID(2))?.attempts.map(\.outcome) == [.interrupted])
        #expect(try await store.pending(after: nil, limit: 10).map(\.sequence) == [2, 3])
        #expect(try await store.balance().isBalanced)
    }

    /// A migration that has once been out is never changed: files that it made are about.
    @Test(arguments: [(1, "1"), (2, "2"), (3, "3-announcements")])
    func versionsStayAsTheyAre(version: Int, lastMigration: String) async throws {
        let schema = { @Sendable (database: Database) throws in
            try String.fetchAll(
                database, sql: "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%'")
        }
        let scratch = try ScratchStore()
        let made = try DatabaseQueue(path: scratch.path)
        try StoreSchema.migrator.migrate(made, upTo: lastMigration)
        let older = try await store(ofVersion: version)
        let kept = try await DatabaseQueue(path: older.path).read(schema)
        withExtendedLifetime(older) {}
        #expect(Set(try await made.read(schema)) == Set(kept))
    }
}

import Alerts
import Foundation
import GRDB
import Outbox
import RelayTesting
import Testing

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

    @Test(arguments: [1]) func readsWhatEarlierVersionsWrote(version: Int) async throws {
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
        #expect(pending.map(\.id.number) == [2, 3])
        let begun = try await store.begin(pending.map(\.id), at: Sample.noon)
        #expect(begun.map(\.content.kind) == [.summary, .otherwise(of: DeliveryID(1))])
        #expect(begun.first?.storm?.messageTimestamp == "1.1")
        #expect(try await store.drill("d-1") != nil)
        #expect(try await LedgerStoreKit.useIDs(of: store) == ["e-1"])
        #expect(try await store.books().balance)
        var copy = Sample.submission(eventID: "other")
        copy.sharedEventID = "s-1"
        #expect(try await store.accept([copy], counting: []) == [.duplicate])
    }

    /// A migration that has once been out is never changed: files that it made are about.
    @Test func theFirstVersionStaysAsItIs() async throws {
        let schema = { @Sendable (database: Database) throws in
            try String.fetchAll(
                database, sql: "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%'")
        }
        let scratch = try ScratchStore()
        let made = try DatabaseQueue(path: scratch.path)
        try StoreSchema.migrator.migrate(made, upTo: "1")
        let kept = try await store(ofVersion: 1).open(for: .read).read(schema)
        #expect(Set(try await made.read(schema)) == Set(kept))
    }
}

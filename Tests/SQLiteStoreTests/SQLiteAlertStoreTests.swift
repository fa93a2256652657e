import Alerts
import GRDB
import Outbox
import RelayTesting
import Testing
import TextFormats

@testable import SQLiteStore

struct SQLiteAlertStoreTests {
    @Test(arguments: AlertStoreKit.promises) func keeps(_ promise: AlertStoreKit.Promise) async throws {
        let scratch = try ScratchStore()
        try await promise.check(scratch.open())
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64]) func countersAndOutboxBalanceAfterRandomActions(seed: UInt64)
        async throws
    {
        let scratch = try ScratchStore()
        try await AlertStoreKit.checkBalance(of: scratch.open(), seed: seed)
    }

    /// More counters than spellings of them are kept at hand.
    @Test func countsMoreThanItCanSpellFromMemory() async throws {
        let scratch = try ScratchStore()
        let store = try scratch.open()
        let counts = (0...CounterTable.spellingsLimit).map { Counter(.matched(rule: "r\($0)")) }
        for _ in 0..<2 { _ = try await store.accept([], counting: counts) }
        let kept = try await store.counts()
        #expect(Set(kept) == Set(counts.map { Counter($0.key, 2) }))
    }

    /// More reads at a time than there are connections to read.
    @Test func readsWaitForEachOther() async throws {
        let scratch = try ScratchStore()
        let store = try scratch.open()
        let balances = try await withThrowingTaskGroup { group in
            for _ in 0..<StoreFile.readersLimit * 8 {
                group.addTask { try await store.balance().isBalanced }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(balances.count == StoreFile.readersLimit * 8 && balances.allSatisfy { $0 })
    }

    @Test func whatWasWrittenIsThereAfterwards() async throws {
        let scratch = try ScratchStore()
        let store = try scratch.open()
        _ = try await store.accept([Sample.submission(of: Sample.use("a"))], counting: [])
        let (pending, books) = (try await store.pending(after: nil, limit: 10), try await store.balance())
        store.close()
        let again = try scratch.open()
        #expect(pending.count == 1)
        #expect(try await again.pending(after: nil, limit: 10) == pending)
        #expect(try await again.balance() == books)
    }

    @Test func whatIsClosedRefuses() async throws {
        let scratch = try ScratchStore()
        let store = try scratch.open()
        store.close()
        let written = await #expect(throws: StoreError.self) { try await store.probe() }
        #expect(written?.reason == .closed)
        let read = await #expect(throws: StoreError.self) { try await store.counts() }
        #expect(read?.reason == .closed)
        store.close()
    }

    @Test func commitsAreSynced() async throws {
        let scratch = try ScratchStore()
        let store = try scratch.open()
        #expect(try await store.readWhereWritten { try Int.fetchOne($0, sql: "PRAGMA synchronous") } == 2)
        #expect(try await store.readWhereWritten { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "wal")
        #expect(try await store.readWhereWritten { try Int.fetchOne($0, sql: "PRAGMA foreign_keys") } == 1)
    }

    /// A plan of the query has the index, so that the cost of an event does not grow with the ledger.
    @Test(arguments: [
        ("SELECT * FROM delivery WHERE state = 'pending' AND id > 1 ORDER BY id LIMIT 1", "delivery_pending"),
        (
            "SELECT * FROM role_use WHERE role = 'a' AND account = 'b' AND time <= 1 AND (time, id) < (1, 2) ORDER BY time DESC, id DESC LIMIT 1",
            "role_use_by_role"
        ),
        (
            "SELECT 1 FROM role_use WHERE role = 'a' AND account = 'b' AND origin = 'live' AND received_at >= 1",
            "role_use_by_receipt"
        ),
        (
            "SELECT * FROM role_use WHERE time >= 1 AND time < 2 AND (time, id) > (1, 2) ORDER BY time, id LIMIT 1",
            "role_use_by_time"
        ),
        (
            "SELECT count(*) FROM delivery WHERE state IN ('pending', 'sending', 'waiting', 'dead') GROUP BY api_destination, state",
            "delivery_open"
        ),
        (
            "SELECT id FROM delivery WHERE state = 'waiting' AND api_destination = 'a' AND channel IS 'b' AND due_at <= 1 ORDER BY due_at, id LIMIT 1",
            "delivery_waiting"
        ),
        (
            "SELECT id FROM delivery WHERE state IN ('delivered', 'dead', 'dropped') AND due_at < 1 ORDER BY due_at LIMIT 1",
            "delivery_settled"
        ),
    ]) func usesAnIndex(query: String, index: String) async throws {
        let scratch = try ScratchStore()
        let plan = try await scratch.open().read { database in
            try Row.fetchAll(database, sql: "EXPLAIN QUERY PLAN \(query)").compactMap { $0["detail"] as String? }
        }
        #expect(plan.contains { $0.contains(index) }, "\(plan)")
        #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
    }
}

import Alerts
import Dispatch
import GRDB
import Outbox
import RelayTesting
import Testing

@testable import SQLiteStore

/// Writes that share transactions.
struct CommitQueueTests {
    private struct Mistake: Error {}

    /// Holds up the connection that writes, so that writes gather.
    private func holdingUp(_ store: SQLiteAlertStore, _ body: () async throws -> Void) async throws {
        let (holds, mayGoOn) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        async let held: Void = store.readWhereWritten { _ in
            holds.signal()
            mayGoOn.wait()
        }
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                holds.wait()
                continuation.resume()
            }
        }
        do { try await body() } catch {
            mayGoOn.signal()
            throw error
        }
        mayGoOn.signal()
        try await held
    }

    private func untilWaiting(_ count: Int, in store: SQLiteAlertStore) async {
        while store.waitingWrites < count { await Task.yield() }
    }

    @Test func writesOfManyTasksShareACommit() async throws {
        let scratch = try ScratchStore()
        let store = try scratch.open()
        let (count, before) = (100, store.commits)
        try await withThrowingTaskGroup { group in
            try await holdingUp(store) {
                for number in 0..<count {
                    group.addTask {
                        _ = try await store.accept([Sample.submission(eventID: "e\(number)")], counting: [])
                    }
                }
                await untilWaiting(count, in: store)
            }
            try await group.waitForAll()
        }
        #expect(store.commits == before + 1)
        #expect(try await store.pending(after: nil, limit: 1_000).count == count)
    }

    @Test func aWriteThatFailsUndoesNothingButItself() async throws {
        let scratch = try ScratchStore()
        let store = try scratch.open()
        let before = store.commits
        try await withThrowingTaskGroup { group in
            try await holdingUp(store) {
                for number in 0..<6 {
                    group.addTask {
                        guard number.isMultiple(of: 2) else {
                            _ = try await store.accept([Sample.submission(eventID: "e\(number)")], counting: [])
                            return
                        }
                        let error = await #expect(throws: StoreError.self) {
                            try await store.write { database, books in
                                books.add(.received(.invalid))
                                try database.execute(sql: "INSERT INTO drill VALUES ('\(number)', '', 0, 0)")
                                if number == 2 { try database.execute(sql: "INSERT INTO nowhere VALUES (1)") }
                                throw Mistake()
                            }
                        }
                        #expect(error?.reason == .other)
                        #expect(error?.path == scratch.path)
                    }
                }
                await untilWaiting(6, in: store)
            }
            try await group.waitForAll()
        }
        #expect(store.commits == before + 1)
        #expect(try await store.pending(after: nil, limit: 10).count == 3)
        #expect(try await store.drills(limit: 10).isEmpty)
        let books = try await store.books()
        #expect(books.counts.contains(Count(.received(.accepted), 3)))
        #expect(!books.counts.contains { $0.key == .received(.invalid) })
    }

    /// A write that counts nothing and touches no row has nothing to undo, and still fails alone.
    @Test func aCountThatFailsFailsAlone() async throws {
        let scratch = try ScratchStore()
        let store = try scratch.open()
        await #expect(throws: StoreError.self) {
            try await store.write(touchesRows: false) { _, books in
                books.add(.received(.invalid))
                throw Mistake()
            }
        }
        try await LedgerStoreKit.checkIsEmpty(store)
    }

    @Test func moreThanMayWaitIsRefused() async throws {
        let scratch = try ScratchStore()
        let store = try scratch.open()
        let limit = CommitQueue.waitingLimit
        let before = store.commits
        try await withThrowingTaskGroup { group in
            try await holdingUp(store) {
                for _ in 0..<limit {
                    group.addTask { _ = try await store.accept([], counting: [Count(.received(.noRule))]) }
                }
                await untilWaiting(limit, in: store)
                let error = await #expect(throws: StoreError.self) {
                    try await store.accept([], counting: [Count(.received(.noRule))])
                }
                #expect(error?.reason == .overloaded)
                #expect(error?.path == scratch.path)
            }
            try await group.waitForAll()
        }
        #expect(try await store.counts() == [Count(.received(.noRule), Int64(limit))])
        #expect(store.commits == before + Int64(limit / CommitQueue.batchLimit))
        #expect(store.waitingWrites == 0)
    }

    @Test func closingLetsWhatWaitsBeWritten() async throws {
        let scratch = try ScratchStore()
        let store = try scratch.open()
        let accepted = await withThrowingTaskGroup { group in
            for number in 0..<50 {
                group.addTask { try await store.accept([Sample.submission(eventID: "e\(number)")], counting: []) }
            }
            while store.waitingWrites == 0, store.commits == 0 { await Task.yield() }
            store.close()
            var accepted = 0
            while let result = await group.nextResult() {
                switch result {
                case .success: accepted += 1
                case .failure(let error): #expect((error as? StoreError)?.reason == .closed)
                }
            }
            return accepted
        }
        #expect(accepted > 0)
        #expect(try await scratch.open().pending(after: nil, limit: 100).count == accepted)
    }
}

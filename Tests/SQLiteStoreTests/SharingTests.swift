import Alerts
import Foundation
import GRDB
import Outbox
import RelayTesting
import Testing

@testable import SQLiteStore

/// Several that have one file open.
struct SharingTests {
    @Test func aSecondServerIsRefused() async throws {
        let scratch = try ScratchStore()
        let store = try scratch.open()
        let error = #expect(throws: StoreError.self) { try scratch.open() }
        #expect(error?.reason == .inUse)
        // By another name too.
        let link = scratch.folder.appending(path: "link.db").path
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: scratch.path)
        let linked = #expect(throws: StoreError.self) { try SQLiteAlertStore(link, for: .serve) }
        #expect(linked?.reason == .inUse)
        try await store.probe()
        store.close()
        try await scratch.open().probe()
    }

    @Test func aServerThatIsGoneLeavesNoLock() throws {
        let scratch = try ScratchStore()
        do { _ = try scratch.open() }
        _ = try scratch.open()
    }

    @Test func othersReadAndWriteMeanwhile() async throws {
        let scratch = try ScratchStore()
        let server = try scratch.open()
        let reader = try scratch.open(for: .read)
        let operatorsHand = try scratch.open(for: .write)
        let submission = Sample.submission(of: try Sample.use("a"))
        _ = try await server.accept([submission], counting: [])
        #expect(try await reader.deliveries(OutboxFilter(), limit: 10).count == 1)
        let before = try await server.changesByOthers()
        #expect(try await operatorsHand.drop(OutboxFilter(), because: Sample.note) == 1)
        #expect(try await server.changesByOthers() != before)
        #expect(try await server.pending(after: nil, limit: 10).isEmpty)
        #expect(try await server.accept([submission], counting: []) == [.duplicate])
    }

    @Test func whatTheServerSendsIsNotTouchedByOthers() async throws {
        let scratch = try ScratchStore()
        let server = try scratch.open()
        _ = try await server.accept([Sample.submission(of: Sample.use("a"))], counting: [])
        let id = try #require(try await server.pending(after: nil, limit: 1).first).id
        _ = try await server.begin([id], at: Sample.noon)
        let other = try scratch.open(for: .write)
        var filter = OutboxFilter()
        filter.ids = [id]
        #expect(try await other.drop(filter, because: Sample.note) == 0)
        #expect(try await other.redrive(filter, because: Sample.note) == 0)
        let settled = Settlement(
            delivery: id, attempt: Sample.attempt(), next: .delivered(messageTimestamp: nil))
        _ = try await server.settle(settled)
        #expect(try await other.delivery(id)?.delivery.state == .delivered)
        #expect(try await other.books().balance)
    }

    @Test func oneThatWritesForLongHoldsOthersUpForSoLongOnly() async throws {
        let scratch = try ScratchStore()
        var tuning = StoreTuning()
        tuning.busyTimeoutSeconds = 0.01
        let server = try scratch.open(tuning: tuning)
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: scratch.path, configuration: configuration)
        try await other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
        let error = await #expect(throws: StoreError.self) {
            try await server.accept([Sample.submission(eventID: "a")], counting: [Count(.received(.noRule))])
        }
        #expect(error?.reason == .overloaded)
        try await other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        try await LedgerStoreKit.checkIsEmpty(server)
        #expect(try await server.accept([Sample.submission(eventID: "a")], counting: []) != [.duplicate])
    }

    /// Both count on the same rows.
    @Test func countsOfTwoWritersAddUp() async throws {
        let scratch = try ScratchStore()
        let stores = [try scratch.open(), try scratch.open(for: .record)]
        try await withThrowingTaskGroup { group in
            for (number, store) in stores.enumerated() {
                for turn in 0..<50 {
                    group.addTask {
                        let use = try Sample.use("u\(number)-\(turn)")
                        _ = try await store.accept([Sample.submission(of: use)], counting: [])
                    }
                }
            }
            try await group.waitForAll()
        }
        let books = try await stores[0].books()
        #expect(books.counts.contains(Count(.received(.accepted), 100)))
        #expect(books.balance)
    }
}

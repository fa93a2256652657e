import Alerts
import Foundation
import GRDB
import Outbox
import RelayTesting
import Testing
import TextFormats

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

    /// By a hard link, which has a lock file of its own, and after somebody has removed the lock file.
    @Test(arguments: [true, false]) func aSecondServerIsRefusedWithoutTheLockFile(isLinked: Bool) async throws {
        let scratch = try ScratchStore()
        let store = try scratch.open()
        var path = scratch.path
        if isLinked {
            path = scratch.folder.appending(path: "hard.db").path
            try FileManager.default.linkItem(atPath: scratch.path, toPath: path)
        } else {
            try FileManager.default.removeItem(atPath: scratch.path + ".lock")
        }
        for _ in 0..<2 {
            let error = #expect(throws: StoreError.self) { try SQLiteAlertStore(path, for: .serve) }
            #expect(error?.reason == .inUse)
            #expect(error?.path == path)
        }
        try await store.probe()
        store.close()
        try await SQLiteAlertStore(path, for: .serve).probe()
    }

    /// What is read by another name than the server's is old, and what is written by it damages the file.
    @Test(arguments: [SQLiteAlertStore.Purpose.read, .write, .record])
    func othersAreRefusedByAnotherNameThanTheServers(_ purpose: SQLiteAlertStore.Purpose) async throws {
        let scratch = try ScratchStore()
        let store = try scratch.open()
        let path = scratch.folder.appending(path: "hard.db").path
        try FileManager.default.linkItem(atPath: scratch.path, toPath: path)
        let error = #expect(throws: StoreError.self) { try SQLiteAlertStore(path, for: purpose) }
        #expect(error?.reason == .inUse)
        _ = try scratch.open(for: purpose)
        store.close()
        _ = try SQLiteAlertStore(path, for: purpose)
    }

    @Test func saysWhatOughtToBeDoneAboutItsFiles() throws {
        let scratch = try ScratchStore()
        let store = try scratch.open()
        #expect(store.remarks.isEmpty)
        for (suffix, rights) in [("", 0o644), ("-wal", 0o660)] {
            try FileManager.default.setAttributes([.posixPermissions: rights], ofItemAtPath: scratch.path + suffix)
        }
        try FileManager.default.linkItem(
            atPath: scratch.path, toPath: scratch.folder.appending(path: "hard.db").path)
        #expect(
            store.remarks == [
                "\(scratch.path) is open to other users (0644), and tells who did what: chmod 600 it",
                "\(scratch.path)-wal is open to other users (0660), and tells who did what: chmod 600 it",
                """
                \(scratch.path) has 2 names (hard links), and its log stands beside one of them: use this one only, and \
                remove the others
                """,
            ])
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
        #expect(try await other.balance().isBalanced)
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
            try await server.accept([Sample.submission(eventID: "a")], counting: [Counter(.received(.noRule))])
        }
        #expect(error?.reason == .overloaded)
        try await other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        try await AlertStoreKit.checkIsEmpty(server)
        #expect(try await server.accept([Sample.submission(eventID: "a")], counting: []) != [.duplicate])
    }

    /// A server knows that it is the only one; others wait for leases to run out.
    @Test func aServerRecoversWhatAnEndedServerHasLeased() async throws {
        let scratch = try ScratchStore()
        let lease = DeliveryLease(owner: "ended", until: Sample.noon + .seconds(60))
        let ended = try scratch.open()
        _ = try await ended.accept([Sample.submission(of: Sample.use("a"))], counting: [])
        let id = try #require(try await ended.pending(after: nil, limit: 1).first).id
        _ = try await ended.begin([id], at: Sample.noon, as: lease)
        let other = try scratch.open(for: .write)
        #expect(try await other.recoverInterrupted(at: Sample.noon + .seconds(59), by: "other") == 0)
        #expect(try await ended.recoverInterrupted(at: Sample.noon + .seconds(59), by: "ended") == 0)
        ended.close()
        let next = try scratch.open()
        #expect(try await next.recoverInterrupted(at: Sample.noon, by: "next") == 1)
        #expect(try await next.standing(of: id)?.state == .pending)
        #expect(try await next.balance().isBalanced)
    }

    @Test(arguments: DeliveryStoreKit.shared)
    func keepsWhatIsPromisedToSeveralProcesses(_ promise: AlertStoreKit.Promise) async throws {
        let scratch = try ScratchStore()
        try scratch.open().close()
        try await promise.check(scratch.open(for: .write))
    }

    /// Both count on the same rows.
    @Test func countsOfTwoWritersAddUp() async throws {
        let scratch = try ScratchStore()
        let stores = [try scratch.open(), try scratch.open(for: .record)]
        let queues = stores.map { AcceptanceQueue($0) }
        try await withThrowingTaskGroup { group in
            for (number, queue) in queues.enumerated() {
                for turn in 0..<50 {
                    group.addTask {
                        let use = try Sample.use("u\(number)-\(turn)")
                        _ = try await queue.accept([Sample.submission(of: use)], counting: [])
                    }
                }
            }
            try await group.waitForAll()
        }
        let books = try await stores[0].balance()
        #expect(books.counts.contains(Counter(.received(.accepted), 100)))
        #expect(books.isBalanced)
    }
}

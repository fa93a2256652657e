import Alerts
import Foundation
import Outbox
import RelayTesting
import Testing
import TextFormats

@testable import SQLiteStore

/// No room: what is refused is refused whole, what was accepted stays, and it goes on when there is room.
struct FullDiskTests {
    private func big(_ name: String) throws -> Submission {
        let body = String(repeating: "x", count: 20_000)
        return Sample.submission(of: try Sample.use(name)) { _ in
            DeliveryPlan(deliveries: [Sample.delivery(body: body)])
        }
    }

    /// Accepts until there is no room.
    ///
    /// - Returns: what was accepted, and the error.
    private func fill(_ store: SQLiteAlertStore) async throws -> (accepted: [String], error: StoreError?) {
        var accepted: [String] = []
        for number in 0..<10_000 {
            let pair = [try big("u\(number)"), try big("w\(number)")]
            do throws(StoreError) {
                _ = try await store.accept(pair, counting: [Counter(.received(.noRule))])
                accepted += ["u\(number)", "w\(number)"]
            } catch {
                return (accepted, error)
            }
        }
        return (accepted, nil)
    }

    private func checkHolds(_ accepted: [String], _ store: SQLiteAlertStore) async throws {
        let deliveries = try await store.deliveries(OutboxFilter(), limit: .max)
        #expect(deliveries.reversed().map(\.eventID) == accepted)
        #expect(try await AlertStoreKit.useIDs(of: store) == Set(accepted))
        let books = try await store.balance()
        #expect(books.isBalanced)
        #expect(books.counts.contains(Counter(.received(.noRule), Int64(accepted.count / 2))))
    }

    @Test func aFileThatMayNotGrow() async throws {
        let scratch = try ScratchStore()
        var tuning = StoreTuning()
        tuning.pagesLimit = 300
        let store = try scratch.open(tuning: tuning)
        let (accepted, error) = try await fill(store)
        #expect(error?.reason == .full)
        #expect(error?.path == scratch.path)
        #expect(!accepted.isEmpty)
        try await checkHolds(accepted, store)
        // It goes on saying so. A write that is small may find room where no event would.
        for _ in 0..<3 {
            try? await store.probe()
            _ = try? await store.accept([], counting: [Counter(.received(.invalid), 0)])
            let told = await #expect(throws: StoreError.self) { try await store.check() }
            #expect(told?.reason == .full)
        }
        // Room is made by removing what is old, or by more of it.
        store.close()
        let roomy = try scratch.open()
        try await checkHolds(accepted, roomy)
        _ = try await roomy.accept([big("more")], counting: [])
    }

    @Test func aDiskThatIsFull() async throws {
        guard let disk = try SmallDisk(kilobytes: 3_072) else { return }
        let ballast = disk.folder.appending(path: "ballast")
        // Far more than a twentieth of the disk, with less of which left it counts as full.
        try Data(repeating: 7, count: 1_600_000).write(to: ballast)
        let path = disk.folder.appending(path: "relay.db").path
        let store = try SQLiteAlertStore(path, for: .serve)
        let (accepted, error) = try await fill(store)
        #expect(error?.reason == .full)
        #expect(!accepted.isEmpty)
        try await checkHolds(accepted, store)
        let told = await #expect(throws: StoreError.self) { try await store.check() }
        #expect(told?.reason == .full)
        // Reading goes on, and so does writing as soon as there is room, without a restart.
        try FileManager.default.removeItem(at: ballast)
        try await store.probe()
        try await store.check()
        _ = try await store.accept([big("more")], counting: [Counter(.received(.noRule), 0)])
        try await checkHolds(accepted + ["more"], store)
        store.close()
    }

    /// Before any event has failed.
    @Test func aDiskThatIsFilledByOthersIsNoticed() async throws {
        guard let disk = try SmallDisk(kilobytes: 4_096) else { return }
        let store = try SQLiteAlertStore(disk.folder.appending(path: "relay.db").path, for: .serve)
        _ = try await store.accept([big("a")], counting: [])
        try await store.check()
        let ballast = disk.folder.appending(path: "ballast")
        let room = try #require(StoreRoom(of: disk.folder.path))
        try Data(repeating: 7, count: Int(room.availableBytes) - 50_000).write(to: ballast)
        let error = await #expect(throws: StoreError.self) { try await store.check() }
        #expect(error?.reason == .full)
        try FileManager.default.removeItem(at: ballast)
        try await store.check()
        store.close()
    }
}

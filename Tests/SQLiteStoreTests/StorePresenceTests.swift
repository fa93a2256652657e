import Alerts
import Foundation
import GRDB
import Outbox
import RelayTesting
import Testing

@testable import SQLiteStore

/// Files that are removed, replaced or overwritten while a server has them open.
struct StorePresenceTests {
    /// What is done to the files, by name, and what follows.
    struct Damage: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let reason: StoreError.Reason
        let body: @Sendable (_ path: String) throws -> Void

        init(_ name: String, _ reason: StoreError.Reason, _ body: @escaping @Sendable (_ path: String) throws -> Void) {
            (testDescription, self.reason, self.body) = (name, reason, body)
        }
    }

    static let damages = [
        Damage("the database is removed", .removed) { try FileManager.default.removeItem(atPath: $0) },
        Damage("all files are removed", .removed) { path in
            for suffix in ["", "-wal", "-shm"] { try FileManager.default.removeItem(atPath: path + suffix) }
        },
        Damage("the log is removed", .removed) { try FileManager.default.removeItem(atPath: $0 + "-wal") },
        Damage("the shared memory is removed", .removed) { try FileManager.default.removeItem(atPath: $0 + "-shm") },
        Damage("a copy takes its place", .removed) { path in
            try FileManager.default.copyItem(atPath: path, toPath: path + ".copy")
            try FileManager.default.removeItem(atPath: path)
            try FileManager.default.moveItem(atPath: path + ".copy", toPath: path)
        },
        Damage("another log takes the log's place", .removed) { path in
            try FileManager.default.copyItem(atPath: path + "-wal", toPath: path + "-other")
            try FileManager.default.removeItem(atPath: path + "-wal")
            try FileManager.default.moveItem(atPath: path + "-other", toPath: path + "-wal")
        },
        Damage("its folder is moved", .removed) { path in
            let folder = URL(filePath: path).deletingLastPathComponent()
            try FileManager.default.moveItem(at: folder, to: folder.appendingPathExtension("moved"))
        },
        Damage("it is cut short", .corrupt) { _ = unsafe truncate($0, 0) },
        Damage("it is overwritten", .corrupt) { path in
            let file = try #require(FileHandle(forUpdatingAtPath: path))
            try file.write(contentsOf: Data(repeating: 7, count: 4_096))
            try file.close()
        },
    ]

    /// A store below a folder of its own, so that the folder can be moved.
    private static func path(in scratch: ScratchStore) throws -> String {
        let folder = scratch.folder.appending(path: "data")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder.appending(path: "relay.db").path
    }

    @Test(arguments: damages) func nothingIsAcceptedThatWouldBeLost(_ damage: Damage) async throws {
        let scratch = try ScratchStore()
        let path = try Self.path(in: scratch)
        let store = try SQLiteAlertStore(path, for: .serve)
        let pending = try await store.accept([Sample.submission(of: Sample.use("a"))], counting: [])
        try await store.check()
        try damage.body(path)
        let error = await #expect(throws: StoreError.self) { try await store.check() }
        #expect(error?.reason == damage.reason)
        #expect(error?.path == path)
        for submissions in [[Sample.submission(of: try Sample.use("b"))], []] {
            let refused = await #expect(throws: StoreError.self) {
                try await store.accept(submissions, counting: [Counter(.received(.noRule))])
            }
            #expect(refused?.reason == damage.reason)
        }
        let tried = await #expect(throws: StoreError.self) { try await store.probe() }
        #expect(tried?.reason == damage.reason)
        guard damage.reason == .removed, case .accepted(let deliveries)? = pending.first else { return }
        // What was accepted before is still sent, as long as the process lives.
        let begun = try await store.begin(deliveries.map(\.id), at: Sample.noon)
        #expect(begun.count == 1)
        let settled = Settlement(
            delivery: begun[0].id, attempt: Sample.attempt(), next: .delivered(messageTimestamp: nil))
        #expect(try await store.settle(settled, by: Sample.owner) == .settled([]))
    }

    @Test(arguments: ["relay.db", "link.db"]) func anUntouchedStoreIsWell(name: String) async throws {
        let scratch = try ScratchStore()
        try FileManager.default.createSymbolicLink(
            atPath: scratch.folder.appending(path: "link.db").path, withDestinationPath: scratch.path)
        let store = try SQLiteAlertStore(scratch.folder.appending(path: name).path, for: .serve)
        let other = try scratch.open(for: .write)
        for number in 0..<300 {
            _ = try await store.accept([Sample.submission(of: Sample.use("u\(number)"))], counting: [])
            try await store.check()
        }
        _ = try await other.drop(OutboxFilter(), because: Sample.note)
        other.close()
        try await store.check()
        store.close()
        let again = try scratch.open()
        try await again.check()
    }

    /// Killed after that, it has lost nothing.
    @Test func whatIsInALogThatIsGoneIsCopiedIntoTheFile() async throws {
        let scratch = try ScratchStore()
        let store = try scratch.open()
        _ = try await store.accept([Sample.submission(of: Sample.use("a"))], counting: [])
        try FileManager.default.removeItem(atPath: scratch.path + "-wal")
        await #expect(throws: StoreError.self) { try await store.check() }
        // As the file is at this moment.
        let copy = try ScratchStore()
        try FileManager.default.copyItem(atPath: scratch.path, toPath: copy.path)
        #expect(try await AlertStoreKit.useIDs(of: copy.open()) == ["a"])
        withExtendedLifetime(store) {}
    }
}

import Foundation
import GRDB
import Outbox
import RelayTesting
import SeededGenerators
import Testing
import TextFormats

@testable import SQLiteStore

/// Files that are no store, no longer one, or another relay's.
struct StoreFileTests {
    private func reason(_ body: () throws -> some Any) -> StoreError.Reason? {
        #expect(throws: StoreError.self) { try body() }?.reason
    }

    @Test(arguments: [SQLiteAlertStore.Purpose.read, .write]) func saysThatAFileIsMissing(
        _ purpose: SQLiteAlertStore.Purpose
    )
        throws
    {
        let scratch = try ScratchStore()
        let error = #expect(throws: StoreError.self) { try scratch.open(for: purpose) }
        #expect(error?.reason == .missing)
        #expect(error?.path == scratch.path)
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.folder.path).isEmpty)
    }

    @Test func makesAFileForItsOwnerAlone() throws {
        let scratch = try ScratchStore()
        for purpose in [SQLiteAlertStore.Purpose.record, .serve] {
            let store = try scratch.open(for: purpose)
            let files = try FileManager.default.contentsOfDirectory(atPath: scratch.folder.path)
            #expect(files.contains("relay.db-wal"))
            for file in files {
                let rights = try FileManager.default.attributesOfItem(
                    atPath: scratch.folder.appending(path: file).path)[.posixPermissions]
                #expect(rights as? Int == 0o600, "\(file)")
            }
            store.close()
        }
    }

    @Test func refusesAFolderThatIsNotThere() throws {
        let scratch = try ScratchStore()
        let path = scratch.folder.appending(path: "none/relay.db").path
        let error = #expect(throws: StoreError.self) { try SQLiteAlertStore(path, for: .serve) }
        #expect(error?.reason == .other)
        #expect(error.map { "\($0)" } == "\(path): failed (No such file or directory)")
    }

    @Test(arguments: [SQLiteAlertStore.Purpose.serve, .write, .record, .read])
    func refusesWhatIsNoDatabase(_ purpose: SQLiteAlertStore.Purpose) throws {
        let scratch = try ScratchStore()
        let garbage = Data((0..<20_000).map { UInt8(truncatingIfNeeded: $0 &* 7) })
        try garbage.write(to: URL(filePath: scratch.path))
        #expect(reason { try scratch.open(for: purpose) } == .corrupt)
        #expect(try Data(contentsOf: URL(filePath: scratch.path)) == garbage)
    }

    @Test(arguments: [SQLiteAlertStore.Purpose.serve, .write, .record, .read])
    func refusesAnotherProgramsDatabase(_ purpose: SQLiteAlertStore.Purpose) throws {
        let scratch = try ScratchStore()
        let other = try DatabaseQueue(path: scratch.path)
        try other.write { try $0.execute(sql: "CREATE TABLE song (title TEXT)") }
        try other.close()
        let before = try Data(contentsOf: URL(filePath: scratch.path))
        let error = #expect(throws: StoreError.self) { try scratch.open(for: purpose) }
        #expect(error?.reason == .corrupt)
        #expect(error?.detail == "it does not bear relay's mark")
        #expect(try Data(contentsOf: URL(filePath: scratch.path)) == before)
    }

    /// A server that is killed before its first migration leaves an empty file, or GRDB's own tables.
    @Test func goesOnWithAFileThatWasBarelyBegun() async throws {
        let scratch = try ScratchStore()
        try Data().write(to: URL(filePath: scratch.path))
        #expect(reason { try scratch.open(for: .read) } == .corrupt)
        let begun = try DatabaseQueue(path: scratch.path)
        try await begun.write {
            try $0.execute(sql: "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
        }
        try begun.close()
        try await scratch.open().probe()
    }

    @Test(arguments: [SQLiteAlertStore.Purpose.serve, .write, .record, .read])
    func refusesALaterRelaysFile(_ purpose: SQLiteAlertStore.Purpose) async throws {
        let scratch = try ScratchStore()
        try scratch.open().close()
        let later = try DatabaseQueue(path: scratch.path)
        try await later.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('2'), ('3')") }
        try later.close()
        #expect(reason { try scratch.open(for: purpose) } == .newer(found: "schema 2, 3"))
    }

    /// Cut short anywhere, a file is refused when it is opened, or when what is missing is asked for; it never ends the
    /// process.
    @Test(arguments: [100, 4_096, 10_000, 40_960, 65_536, 90_000]) func refusesAFileThatWasCutShort(bytes: Int)
        async throws
    {
        let scratch = try ScratchStore()
        let store = try scratch.open()
        for start in stride(from: 0, to: 300, by: 50) {
            let submissions = try (start..<start + 50).map { Sample.submission(of: try Sample.use("u\($0)")) }
            _ = try await store.accept(submissions, counting: [])
        }
        store.close()
        let whole = try Data(contentsOf: URL(filePath: scratch.path))
        try #require(whole.count > 90_000)
        try whole.prefix(bytes).write(to: URL(filePath: scratch.path))
        let error = await #expect(throws: StoreError.self) {
            let store = try scratch.open(for: .read)
            _ = try await store.deliveries(OutboxFilter(), limit: 1_000)
            _ = try await store.counts()
            _ = try await store.uses(
                in: Timestamp(milliseconds: 0)..<Timestamp(milliseconds: .max), after: nil, limit: 1_000)
        }
        #expect(error?.reason == .corrupt)
    }

    /// Bytes changed at random anywhere: an error or an answer, and no trap.
    @Test(arguments: [1, 2, 3] as [UInt64]) func survivesDamage(seed: UInt64) async throws {
        let scratch = try ScratchStore()
        let store = try scratch.open()
        for number in 0..<50 {
            _ = try await store.accept(
                [Sample.submission(of: Sample.use("u\(number)"), origin: .drill(id: "d\(number)"))], counting: [])
            _ = try await store.accept([Sample.submission(of: Sample.use("v\(number)"))], counting: [])
        }
        store.close()
        let whole = try Data(contentsOf: URL(filePath: scratch.path))
        var random = SeededRandom(seed: seed)
        for _ in 0..<20 {
            var damaged = whole
            for _ in 0..<50 {
                damaged[Int.random(in: 100..<damaged.count, using: &random)] = .random(in: 0...255, using: &random)
            }
            try damaged.write(to: URL(filePath: scratch.path))
            do throws(StoreError) {
                let store = try scratch.open()
                defer { store.close() }
                _ = try? await store.books()
                _ = try? await store.deliveries(OutboxFilter(), limit: 1_000)
                _ = try? await store.drills(limit: 1_000)
                _ = try? await store.accept([Sample.submission(of: Sample.use("new"))], counting: [])
            } catch {
                #expect(error.path == scratch.path)
            }
            for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: scratch.path + suffix) }
        }
    }

    /// With nothing beside it that SQLite could write to.
    @Test func readsFromMediaThatCannotBeWrittenTo() async throws {
        let scratch = try ScratchStore()
        let store = try scratch.open()
        _ = try await store.accept([Sample.submission(of: Sample.use("a"))], counting: [])
        store.close()
        let media = try ReadOnlyMedia(copyOf: scratch.path)
        guard let media else { return }
        let copy = try SQLiteAlertStore(media.path, for: .read)
        #expect(try await copy.deliveries(OutboxFilter(), limit: 10).count == 1)
        copy.close()
        #expect(reason { try SQLiteAlertStore(media.path, for: .serve) } == .readOnly)
        #expect(reason { try SQLiteAlertStore(media.path, for: .write) } == .readOnly)
    }

    @Test func aReaderCannotWrite() async throws {
        let scratch = try ScratchStore()
        try scratch.open().close()
        let reader = try scratch.open(for: .read)
        let error = await #expect(throws: StoreError.self) { try await reader.probe() }
        #expect(error?.reason == .readOnly)
    }
}

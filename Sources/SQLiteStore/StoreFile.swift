import Foundation
import GRDB
import Outbox

/// What tests set otherwise than relay does, to reach limits.
struct StoreTuning: Sendable {
    /// How long one waits for another process that writes.
    var busyTimeoutSeconds: Double = 5
    /// The file's size at most, in pages; nil for as much as the disk has.
    var pagesLimit: Int?
}

/// Opens the file of a store, once it is sure that it is one.
struct StoreFile {
    let path: String
    let tuning: StoreTuning

    /// Reads at a time, in the process that writes.
    static let readersLimit = 4

    /// - Parameter isServer: Whether the ``ServeLock`` is held, which sees to the file's other names.
    func openToWrite(creating: Bool, isServer: Bool) throws(StoreError) -> DatabasePool {
        if creating { try makePrivateFile() } else { try checkPresence() }
        if !isServer { try ServeLock.refuseOtherNames(of: path) }
        var configuration = configuration(acceptingEmpty: creating)
        configuration.maximumReaderCount = Self.readersLimit
        // A transaction that cannot even be rolled back is tried again with the next; GRDB would end the process.
        configuration.allowsUnsafeTransactions = true
        do {
            let pool = try DatabasePool(path: path, configuration: configuration)
            if creating { try StoreSchema.migrator.migrate(pool) }
            try pool.writeWithoutTransaction { database in
                // After GRDB has chosen NORMAL for WAL, with which the last commits may be lost when the power fails.
                try database.execute(sql: "PRAGMA synchronous = FULL")
                if let limit = tuning.pagesLimit {
                    try database.execute(sql: "PRAGMA max_page_count = \(limit)")
                }
            }
            return pool
        } catch {
            let error = StoreError(error, path: path)
            // SQLite says no more than that it cannot open a file; which of them, and why, is found out here.
            guard error.reason == .other, !isWritable else { throw error }
            throw StoreError(.readOnly, path: path, detail: error.detail)
        }
    }

    func openToRead() throws(StoreError) -> any DatabaseReader {
        try checkPresence()
        try ServeLock.refuseOtherNames(of: path)
        var configuration = configuration(acceptingEmpty: false)
        configuration.readonly = true
        do {
            return try DatabaseQueue(path: path, configuration: configuration)
        } catch {
            let error = StoreError(error, path: path)
            guard error.reason == .other || error.reason == .readOnly, !hasLog else { throw error }
            // On media that cannot be written to, SQLite cannot make the files by which readers and writers agree. With
            // no log beside it the file is whole, and nobody can change it.
            guard let queue = try? DatabaseQueue(path: immutableAddress, configuration: configuration) else {
                throw error
            }
            return queue
        }
    }

    /// What somebody ought to do about the files, in sentences: rights that are too wide, several names.
    static func remarks(on path: String) -> [String] {
        let resolved = StoreFileDescriptor.resolved(path)
        var remarks = ([""] + StorePresence.companionSuffixes).compactMap { suffix -> String? in
            guard let status = StoreFileStatus(path: resolved + suffix), status.isOpenToOthers else { return nil }
            let rights = "0" + String(status.rights, radix: 8)
            return "\(path)\(suffix) is open to other users (\(rights)), and tells who did what: chmod 600 it"
        }
        if let status = StoreFileStatus(path: path), status.names > 1 {
            remarks.append(
                """
                \(path) has \(status.names) names (hard links), and its log stands beside one of them: use this one only, \
                and remove the others
                """)
        }
        return remarks
    }

    /// Bytes that the file and its log take.
    static func size(at path: String) -> Int64 {
        [path, "\(path)-wal"].reduce(0) { sum, name in
            let size = try? FileManager.default.attributesOfItem(atPath: name)[.size] as? Int64
            return sum + (size ?? 0)
        }
    }
}

// MARK: - Before it is opened

extension StoreFile {
    private func checkPresence() throws(StoreError) {
        guard FileManager.default.fileExists(atPath: path) else { throw StoreError(.missing, path: path) }
    }

    /// A store tells who did what: only relay's own user may read it. SQLite gives its other files the rights of this one.
    private func makePrivateFile() throws(StoreError) {
        guard !FileManager.default.fileExists(atPath: path) else { return }
        let file = try StoreFileDescriptor(opening: path)
        file.close()
    }

    /// Whether the file may be written to, and its folder, where SQLite keeps the log.
    private var isWritable: Bool {
        let folder = URL(filePath: path).deletingLastPathComponent().path
        return [path, folder].allSatisfy(FileManager.default.isWritableFile(atPath:))
    }

    private var hasLog: Bool { Self.size(at: path) > Self.size(ofFileAt: path) }

    private static func size(ofFileAt path: String) -> Int64 {
        let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int64
        return size ?? 0
    }

    private var immutableAddress: String {
        let encoded = path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? path
        return "file:\(encoded)?immutable=1"
    }

    private func configuration(acceptingEmpty: Bool) -> Configuration {
        var configuration = Configuration()
        configuration.label = "relay.store"
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(tuning.busyTimeoutSeconds)
        configuration.prepareDatabase { [path] database in
            try Self.check(database, at: path, acceptingEmpty: acceptingEmpty)
        }
        return configuration
    }

    /// Looks at a file before anything is written to it: opening it to write turns it into a WAL file.
    private static func check(_ database: Database, at path: String, acceptingEmpty: Bool) throws {
        let known = Set(StoreSchema.migrator.migrations)
        let applied = try StoreSchema.migrator.appliedIdentifiers(database)
        let mark = try Int32.fetchOne(database, sql: "PRAGMA application_id")
        if mark != StoreSchema.applicationID {
            // A server that was killed in its first moment leaves tables of GRDB's alone, or none.
            let tables = try Int.fetchOne(
                database, sql: "SELECT count(*) FROM sqlite_master WHERE name NOT LIKE '%grdb%'")
            guard acceptingEmpty, mark == 0, tables == 0 else {
                throw StoreError(.corrupt, path: path, detail: "it does not bear relay's mark")
            }
        }
        let unknown = applied.subtracting(known).sorted()
        guard unknown.isEmpty else {
            throw StoreError(.newer(found: "schema \(unknown.joined(separator: ", "))"), path: path)
        }
        guard acceptingEmpty || applied == known else {
            throw StoreError(.other, path: path, detail: "made by an earlier relay; 'relay serve' brings it up to date")
        }
    }
}

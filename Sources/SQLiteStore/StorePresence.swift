import Outbox
import Synchronization

/// Whether the files of a store that a server has open are still those at their path.
///
/// SQLite goes on writing to a file that was removed or replaced, and notices nothing; what it writes is gone when the
/// process ends.
final class StorePresence: Sendable {
    /// SQLite's log, and the memory by which processes agree about it. Neither is made anew while the database is open.
    static let companionSuffixes = ["-wal", "-shm"]
    /// How a database file begins. Source: SQLite, "Database File Format", section 1.3.
    static let magic = Array("SQLite format 3\0".utf8)

    private let path: String
    private let companionPath: String
    private let database: StoreFileDescriptor
    private let companions = Mutex<[String: StoreFileStatus.Identity]>([:])

    /// - Parameters:
    ///   - path: The database's.
    ///   - database: The same file, opened; it is not closed here.
    init(_ path: String, _ database: StoreFileDescriptor) {
        self.path = path
        self.database = database
        // SQLite follows symbolic links before it puts anything beside a file.
        companionPath = StoreFileDescriptor.resolved(path)
        for suffix in Self.companionSuffixes { _ = companionIsInPlace(suffix) }
    }

    /// - Throws: ``StoreError/Reason/removed`` with which file it is, ``StoreError/Reason/corrupt`` for one that was
    ///   overwritten.
    func check() throws(StoreError) {
        guard let opened = StoreFileStatus(descriptor: database.number), let found = StoreFileStatus(path: path) else {
            throw StoreError(.removed, path: path, detail: "there is no such file any more")
        }
        guard found.identity == opened.identity else {
            throw StoreError(.removed, path: path, detail: "another file is in its place")
        }
        guard database.firstBytes(Self.magic.count) == Self.magic else {
            throw StoreError(.corrupt, path: path, detail: "it was cut short or overwritten while relay ran")
        }
        for suffix in Self.companionSuffixes where !companionIsInPlace(suffix) {
            throw StoreError(.removed, path: path, detail: "its \(suffix) file was removed or replaced")
        }
    }

    /// Whether it is the log alone that is gone, so that what is in it can still be copied into the database.
    var databaseIsInPlace: Bool {
        StoreFileStatus(path: path).map { $0.identity == StoreFileStatus(descriptor: database.number)?.identity }
            ?? false
    }

    /// The first time it is there it is taken for the one that SQLite has open.
    private func companionIsInPlace(_ suffix: String) -> Bool {
        let found = StoreFileStatus(path: companionPath + suffix)?.identity
        return companions.withLock { companions in
            guard let known = companions[suffix] else {
                companions[suffix] = found
                return true
            }
            return found == known
        }
    }
}

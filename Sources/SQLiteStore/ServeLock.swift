import Glibc
import Outbox

/// Keeps a second `relay serve` off a store. The locks are the system's, so that they end with the process however that
/// ends.
///
/// There are two: one on a file beside the database, which stays, and one on the database itself, which also holds where
/// the first was removed, and where the database is opened by another of its names (hard links).
///
/// To close any descriptor of a file gives up the locks that SQLite has on it in this process (fcntl(2), "Record
/// locks"). Therefore the database is opened after the first lock is had, and closed after SQLite has closed it.
final class ServeLock: Sendable {
    private let marker: StoreFileDescriptor
    /// The database, to be asked which file it is. Nothing is read or written by it but that.
    let database: StoreFileDescriptor

    /// Makes the database where it is not there.
    ///
    /// - Parameter path: The database. Several symbolic links to one file have one lock.
    init(onDatabase path: String) throws(StoreError) {
        marker = try Self.locked(Self.markerPath(path), namedInErrors: path)
        database = try Self.locked(path, namedInErrors: path)
    }

    func release() {
        database.close()
        marker.close()
    }

    /// A file system that has no such locks has none; SQLite would not work there either.
    private static func locked(_ path: String, namedInErrors shown: String) throws(StoreError) -> StoreFileDescriptor {
        let file = try StoreFileDescriptor(opening: path, namedInErrors: shown)
        guard flock(file.number, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK else { return file }
        file.close()
        throw StoreError(.inUse, path: shown)
    }

    private static func markerPath(_ path: String) -> String { "\(StoreFileDescriptor.resolved(path)).lock" }

    /// Refuses a database that a server has open by another of its names (hard links). SQLite keeps its log beside one
    /// name: what is read by the other is old, and what is written by it damages the file.
    static func refuseOtherNames(of path: String) throws(StoreError) {
        guard let status = StoreFileStatus(path: path), status.names > 1, !isLocked(markerPath(path)), isLocked(path)
        else { return }
        throw StoreError(.inUse, path: path, detail: "the server knows the file by another name: a hard link")
    }

    /// False for a file that is not there.
    private static func isLocked(_ path: String) -> Bool {
        let number = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard number >= 0 else { return false }
        defer { close(number) }
        return flock(number, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
    }
}

import Glibc
import Outbox

/// Keeps a second `relay serve` off a store. The lock is the system's, so that it ends with the process however that
/// ends; the file that bears it stays.
final class ServeLock: Sendable {
    private let file: StoreFileDescriptor

    /// - Parameter path: The database. Several names of one file (links) have one lock.
    init(besideDatabase path: String) throws(StoreError) {
        file = try StoreFileDescriptor(opening: "\(StoreFileDescriptor.resolved(path)).lock", namedInErrors: path)
        guard flock(file.number, LOCK_EX | LOCK_NB) == 0 else {
            let reason: StoreError.Reason = errno == EWOULDBLOCK ? .inUse : .other
            file.close()
            throw StoreError(reason, path: path)
        }
    }

    func release() { file.close() }
}

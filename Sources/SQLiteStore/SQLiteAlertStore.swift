import Alerts
import GRDB
import Glibc
package import Outbox
import Synchronization
package import TextFormats

/// Outbox, ledger and dedupe keys in one SQLite file.
///
/// ```swift
/// let store = try SQLiteAlertStore("relay.db", for: .serve)
/// let accepted = try await store.accept([submission], counting: [])
/// ```
/// What a call did is on the disk when it returns: the file is written ahead of itself (WAL) and each commit is synced.
/// Writes of many tasks share a commit, see ``CommitQueue``; reads see what is committed, and wait for no writer.
package final class SQLiteAlertStore: Sendable {
    /// What the store is opened for, which decides who else may have it open.
    package enum Purpose: Hashable, Sendable {
        /// `relay serve`: the only one of its kind. Makes the file, and brings it up to date.
        case serve
        /// To write while a server may be running: `outbox redrive`. The file must be there.
        case write
        /// As ``write``, but makes the file: `replay --record` may come before the first server.
        case record
        /// Only to read, while others write: `history`. The file must be there.
        case read
    }

    let path: String
    let reader: any DatabaseReader
    let now: @Sendable () -> Timestamp
    let queue: CommitQueue?
    /// Of a server; nil for others, which have a store open for a moment.
    let presence: StorePresence?
    private let lock: ServeLock?
    private let closed = Atomic(false)

    /// - Parameters:
    ///   - path: The file. Beside it SQLite keeps others whose names begin with this one's.
    ///   - now: The time of day, by which a drill's acceptance is timed.
    /// - Throws: ``StoreError``, also for a file that is damaged, not relay's, or of a later relay's.
    package convenience init(
        _ path: String, for purpose: Purpose, now: @escaping @Sendable () -> Timestamp = Timestamp.systemNow
    ) throws(StoreError) {
        try self.init(path, for: purpose, now: now, tuning: StoreTuning())
    }

    init(
        _ path: String, for purpose: Purpose, now: @escaping @Sendable () -> Timestamp, tuning: StoreTuning
    ) throws(StoreError) {
        let file = StoreFile(path: path, tuning: tuning)
        self.path = path
        self.now = now
        lock = purpose == .serve ? try ServeLock(onDatabase: path) : nil
        switch purpose {
        case .read:
            reader = try file.openToRead()
            queue = nil
        case .serve, .write, .record:
            let writer = try file.openToWrite(creating: purpose != .write, isServer: lock != nil)
            reader = writer
            queue = CommitQueue(writer, path: path)
        }
        presence = lock.map { StorePresence(path, $0.database) }
    }

    /// What somebody ought to do about the store's files, in sentences: rights that are too wide, several names.
    package var remarks: [String] { StoreFile.remarks(on: path) }

    deinit { close() }

    /// Finishes what is being written, then closes the file. What comes after is refused as ``StoreError/Reason/closed``.
    package func close() {
        guard !closed.exchange(true, ordering: .acquiringAndReleasing) else { return }
        queue?.close()
        if let writer = reader as? any DatabaseWriter, queue != nil {
            // The last connection to be closed is one that reads (GRDB issue 739) and cannot do it: the file would stay
            // behind its log. Beside a server, a passive checkpoint does not delay it.
            try? writer.writeWithoutTransaction { _ = try $0.checkpoint(isServer ? .truncate : .passive) }
        }
        try? reader.close()
        lock?.release()
    }

    /// Whether nothing more can be done with it.
    var isClosed: Bool { closed.load(ordering: .acquiring) }

    /// Whether this is the one server that the file has; it has no other while this one is open.
    var isServer: Bool { lock != nil }

    /// How many transactions have been committed since the store was opened.
    package var commits: Int64 { queue?.commits ?? 0 }

    /// How many writes wait for the next transaction; ``CommitQueue/waitingLimit`` at most.
    package var waitingWrites: Int { queue?.waitingWrites ?? 0 }
}

// MARK: - Ways to the file

extension SQLiteAlertStore {
    func write<Value: Sendable>(
        touchesRows: Bool = true, provesRoom: Bool = false,
        _ body: @escaping @Sendable (Database, inout CounterChanges) throws -> Value
    ) async throws(StoreError) -> Value {
        guard let queue else { throw StoreError(.readOnly, path: path, detail: "opened only to be read") }
        return try await queue.write(touchesRows: touchesRows, provesRoom: provesRoom, body)
    }

    /// Reads what is committed. A task that is cancelled still gets its answer.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(StoreError) -> Value {
        let result: Result<Value, any Error> = await withCheckedContinuation { continuation in
            reader.asyncRead { database in
                continuation.resume(returning: Result { try body(database.get()) })
            }
        }
        do {
            return try result.get()
        } catch {
            throw StoreError(error, path: path)
        }
    }

    /// On the connection that writes, between two transactions.
    func readWhereWritten<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(StoreError) -> Value {
        guard let writer = reader as? any DatabaseWriter, queue != nil else { return try await read(body) }
        let result: Result<Value, any Error> = await withCheckedContinuation { continuation in
            writer.asyncWriteWithoutTransaction { database in
                continuation.resume(returning: Result { try body(database) })
            }
        }
        do {
            return try result.get()
        } catch {
            throw StoreError(error, path: path)
        }
    }
}

extension Timestamp {
    /// The time of day as the system has it.
    package static func systemNow() -> Timestamp {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000)
    }
}

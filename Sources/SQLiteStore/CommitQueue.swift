import Alerts
import GRDB
import Outbox
import Synchronization

/// Lets the writes of many tasks share a transaction, and with it the wait for the disk.
///
/// While one transaction is on its way to the disk, writes gather; the next takes all of them. Each has a savepoint of
/// its own, so that one that fails undoes nothing but itself, and each hears of its success only after the commit.
///
/// ```
/// tasks      a   b c d        e f
/// disk       [ a ][ b c d    ][ e f ]
/// ```
final class CommitQueue: Sendable {
    /// How many writes may wait. Beyond it a write is refused as ``StoreError/Reason/overloaded``.
    static let waitingLimit = 4_096
    /// How many share a commit at most: bounds how long the first of them waits for the last.
    static let batchLimit = 1_024

    private struct State {
        var waiting: [any QueuedWrite] = []
        var isDraining = false
        var isClosed = false
        var commits: Int64 = 0
        var failure: StoreError?
    }

    private let database: any DatabaseWriter
    private let path: String
    private let counters = CounterTable()
    private let state = Mutex(State())

    init(_ database: any DatabaseWriter, path: String) {
        self.database = database
        self.path = path
    }

    /// How many transactions have been committed.
    var commits: Int64 { state.withLock(\.commits) }

    var waitingWrites: Int { state.withLock(\.waiting.count) }

    /// What writing failed with, until it works again. After a full disk that takes a write of some size: a small one
    /// finds room in a log that was once larger.
    var failure: StoreError? { state.withLock(\.failure) }

    /// Runs `body` in a transaction that others share.
    ///
    /// - Parameters:
    ///   - touchesRows: False for a body that only counts.
    ///   - provesRoom: Whether its success shows that there is room for others; see ``failure``.
    ///   - body: Must leave nothing behind when it throws but what it did to the database, which is undone.
    func write<Value: Sendable>(
        touchesRows: Bool = true, provesRoom: Bool = false,
        _ body: @escaping @Sendable (Database, inout CounterChanges) throws -> Value
    ) async throws(StoreError) -> Value {
        let result: Result<Value, StoreError> = await withCheckedContinuation { continuation in
            let write = PendingWrite(
                touchesRows: touchesRows, provesRoom: provesRoom, body: body, continuation: continuation)
            if let refusal = add(write) { write.finish(refusal) }
        }
        return try result.get()
    }

    /// Lets what waits be written, and refuses what comes after.
    func close() {
        state.withLock { $0.isClosed = true }
        // Behind the drain that may be under way.
        database.unsafeReentrantWrite { drain($0) }
    }

    private func add(_ write: any QueuedWrite) -> StoreError? {
        let verdict = state.withLock { state -> (refusal: StoreError.Reason?, starts: Bool) in
            if state.isClosed { return (.closed, false) }
            if state.waiting.count >= Self.waitingLimit { return (.overloaded, false) }
            state.waiting.append(write)
            defer { state.isDraining = true }
            return (nil, !state.isDraining)
        }
        if verdict.starts { database.asyncWriteWithoutTransaction { self.drain($0) } }
        return verdict.refusal.map { StoreError($0, path: path) }
    }

    private func drain(_ database: Database) {
        while let batch = nextBatch() { commit(batch, to: database) }
    }

    private func nextBatch() -> [any QueuedWrite]? {
        state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.isDraining = false
                return nil
            }
            let batch = Array(state.waiting.prefix(Self.batchLimit))
            state.waiting.removeFirst(batch.count)
            return batch
        }
    }
}

// MARK: - One transaction

extension CommitQueue {
    private func commit(_ batch: [any QueuedWrite], to database: Database) {
        var outcomes: [StoreError?] = []
        do {
            if database.isInsideTransaction { try database.rollback() }
            try database.beginTransaction(.immediate)
            var changes = CounterChanges()
            for write in batch { outcomes.append(try run(write, in: database, &changes)) }
            try counters.add(changes.totals, in: database)
            try database.commit()
            state.withLock { $0.commits += 1 }
        } catch {
            // SQLite ends the transaction by itself for some errors; for others it is left open.
            if database.isInsideTransaction { try? database.rollback() }
            let error = StoreError(error, path: path)
            outcomes = batch.map { _ in error }
        }
        note(outcomes, of: batch)
        for (write, error) in zip(batch, outcomes) { write.finish(error) }
    }

    private func note(_ outcomes: [StoreError?], of batch: [any QueuedWrite]) {
        let failure = outcomes.lazy.compactMap { $0 }.first { $0.reason.isLasting }
        state.withLock { state in
            if let failure {
                state.failure = failure
            } else if zip(batch, outcomes).contains(where: { write, error in
                error == nil && write.touchesRows && (write.provesRoom || state.failure?.reason != .full)
            }) {
                state.failure = nil
            }
        }
    }

    /// - Returns: why the write failed, alone.
    /// - Throws: what ended the transaction.
    private func run(
        _ write: any QueuedWrite, in database: Database, _ changes: inout CounterChanges
    ) throws -> StoreError? {
        var own = CounterChanges()
        do {
            if write.touchesRows { try database.cachedStatement(sql: "SAVEPOINT write").execute() }
            try write.run(in: database, &own)
            if write.touchesRows { try database.cachedStatement(sql: "RELEASE write").execute() }
            changes.add(own)
            return nil
        } catch {
            guard write.touchesRows else { return StoreError(error, path: path) }
            guard database.isInsideTransaction else { throw error }
            try database.cachedStatement(sql: "ROLLBACK TO write").execute()
            try database.cachedStatement(sql: "RELEASE write").execute()
            return StoreError(error, path: path)
        }
    }
}

import Alerts
import GRDB
import Outbox
import Synchronization

/// A write that waits for its transaction, with its result erased.
protocol QueuedWrite: Sendable {
    var touchesRows: Bool { get }
    /// Whether it is large enough for its success to show that there is room for others.
    var provesRoom: Bool { get }
    /// Does its work; the result is kept until ``finish(_:)``.
    func run(in database: Database, _ counters: inout CounterChanges) throws
    /// Resumes the task that waits. Called once for each write.
    func finish(_ error: StoreError?)
}

final class PendingWrite<Value: Sendable>: QueuedWrite {
    let touchesRows: Bool
    let provesRoom: Bool
    private let body: @Sendable (Database, inout CounterChanges) throws -> Value
    private let continuation: CheckedContinuation<Result<Value, StoreError>, Never>
    private let value = Mutex<Value?>(nil)

    init(
        touchesRows: Bool, provesRoom: Bool, body: @escaping @Sendable (Database, inout CounterChanges) throws -> Value,
        continuation: CheckedContinuation<Result<Value, StoreError>, Never>
    ) {
        self.touchesRows = touchesRows
        self.provesRoom = provesRoom
        self.body = body
        self.continuation = continuation
    }

    func run(in database: Database, _ counters: inout CounterChanges) throws {
        let result = try body(database, &counters)
        value.withLock { $0 = result }
    }

    func finish(_ error: StoreError?) {
        switch (error, value.withLock { $0 }) {
        case (let error?, _): continuation.resume(returning: .failure(error))
        case (nil, let value?): continuation.resume(returning: .success(value))
        case (nil, nil): continuation.resume(returning: .failure(StoreError(.other, path: "", detail: "not run")))
        }
    }
}

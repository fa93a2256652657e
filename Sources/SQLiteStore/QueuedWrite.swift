import Alerts
import GRDB
import Outbox
import Synchronization

/// A write that waits for its transaction, whatever it returns.
protocol QueuedWrite: Sendable {
    var touchesRows: Bool { get }
    /// Does its work; the result is kept until ``finish(_:)``.
    func run(in database: Database, _ books: inout Bookkeeping) throws
    /// Tells whoever waits. Once for each write.
    func finish(_ error: StoreError?)
}

final class PendingWrite<Value: Sendable>: QueuedWrite {
    let touchesRows: Bool
    private let body: @Sendable (Database, inout Bookkeeping) throws -> Value
    private let continuation: CheckedContinuation<Result<Value, StoreError>, Never>
    private let value = Mutex<Value?>(nil)

    init(
        touchesRows: Bool, body: @escaping @Sendable (Database, inout Bookkeeping) throws -> Value,
        continuation: CheckedContinuation<Result<Value, StoreError>, Never>
    ) {
        self.touchesRows = touchesRows
        self.body = body
        self.continuation = continuation
    }

    func run(in database: Database, _ books: inout Bookkeeping) throws {
        let result = try body(database, &books)
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

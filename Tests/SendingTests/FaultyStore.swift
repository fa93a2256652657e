import Alerts
import Outbox
import Rules
import SQLiteStore
import Synchronization
import TextFormats

/// A store that fails when it is told to.
struct FaultyStore: LedgerStore {
    enum Call: Hashable { case begin, settle, pending }

    final class Faults: Sendable {
        private let left = Mutex<[Call: Int]>([:])

        func fail(_ call: Call, times: Int) { left.withLock { $0[call] = times } }

        func check(_ call: Call) throws(StoreError) {
            let fails = left.withLock { left in
                guard let count = left[call], count > 0 else { return false }
                left[call] = count - 1
                return true
            }
            if fails { throw StoreError(.full, path: "relay.db") }
        }
    }

    let store: SQLiteAlertStore
    let faults: Faults

    init(_ store: SQLiteAlertStore, _ faults: Faults) {
        self.store = store
        self.faults = faults
    }

    func begin(_ ids: [DeliveryID], at now: Timestamp) async throws(StoreError) -> [Delivery] {
        try faults.check(.begin)
        return try await store.begin(ids, at: now)
    }

    func settle(_ settlement: Settlement) async throws(StoreError) -> [PendingDelivery] {
        try faults.check(.settle)
        return try await store.settle(settlement)
    }

    func pending(after id: DeliveryID?, limit: Int) async throws(StoreError) -> [PendingDelivery] {
        try faults.check(.pending)
        return try await store.pending(after: id, limit: limit)
    }

    // MARK: Passed on

    func accept(_ submissions: [Submission], counting counts: [Count]) async throws(StoreError) -> [Acceptance] {
        try await store.accept(submissions, counting: counts)
    }

    func recoverInterrupted(at now: Timestamp) async throws(StoreError) -> Int {
        try await store.recoverInterrupted(at: now)
    }

    func changesByOthers() async throws(StoreError) -> Int64 {
        try await store.changesByOthers()
    }

    func deliveries(_ filter: OutboxFilter, limit: Int) async throws(StoreError) -> [Delivery] {
        try await store.deliveries(filter, limit: limit)
    }

    func delivery(_ id: DeliveryID) async throws(StoreError) -> DeliveryRecord? {
        try await store.delivery(id)
    }

    func redrive(_ filter: OutboxFilter, because note: OperatorNote) async throws(StoreError) -> Int {
        try await store.redrive(filter, because: note)
    }

    func drop(_ filter: OutboxFilter, because note: OperatorNote) async throws(StoreError) -> Int {
        try await store.drop(filter, because: note)
    }

    func counts() async throws(StoreError) -> [Count] {
        try await store.counts()
    }

    func backlog() async throws(StoreError) -> [Backlog] {
        try await store.backlog()
    }

    func books() async throws(StoreError) -> Books {
        try await store.books()
    }

    func uses(in range: Range<Timestamp>, after cursor: LedgerUse.Cursor?, limit: Int) async throws(StoreError)
        -> [LedgerUse]
    {
        try await store.uses(in: range, after: cursor, limit: limit)
    }

    func drill(_ id: String) async throws(StoreError) -> DrillRecord? {
        try await store.drill(id)
    }

    func drills(limit: Int) async throws(StoreError) -> [DrillRecord] {
        try await store.drills(limit: limit)
    }

    func prune(_ retention: Retention, at now: Timestamp) async throws(StoreError) -> Int {
        try await store.prune(retention, at: now)
    }

    func sizeBytes() async throws(StoreError) -> Int64 {
        try await store.sizeBytes()
    }

    func probe() async throws(StoreError) {
        try await store.probe()
    }
}

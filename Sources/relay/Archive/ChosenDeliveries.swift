internal import Alerts
internal import Outbox
internal import Rules
internal import TextFormats

/// A store of which only some deliveries are to be sent: whoever asks what is pending is told of those alone, and of
/// what follows from them.
struct ChosenDeliveries: LedgerStore {
    private let chosen: Set<DeliveryID>
    private let store: any LedgerStore

    init(of chosen: Set<DeliveryID>, in store: any LedgerStore) {
        self.chosen = chosen
        self.store = store
    }

    func pending(after id: DeliveryID?, limit: Int) async throws(StoreError) -> [PendingDelivery] {
        var found: [PendingDelivery] = []
        var last = id
        while found.count < limit {
            let page = try await store.pending(after: last, limit: limit)
            found += page.filter { chosen.contains($0.id) }
            guard page.count == limit, let end = page.last?.id else { break }
            last = end
        }
        return Array(found.prefix(limit))
    }

    /// What another server left on its way is for the next one to send again.
    func recoverInterrupted(at now: Timestamp) async throws(StoreError) -> Int { 0 }

    func accept(_ submissions: [Submission], counting counts: [Count]) async throws(StoreError) -> [Acceptance] {
        try await store.accept(submissions, counting: counts)
    }

    func begin(_ ids: [DeliveryID], at now: Timestamp) async throws(StoreError) -> [Delivery] {
        try await store.begin(ids, at: now)
    }

    func settle(_ settlement: Settlement) async throws(StoreError) -> [PendingDelivery] {
        try await store.settle(settlement)
    }

    func changesByOthers() async throws(StoreError) -> Int64 { try await store.changesByOthers() }

    func deliveries(_ filter: OutboxFilter, limit: Int) async throws(StoreError) -> [Delivery] {
        try await store.deliveries(filter, limit: limit)
    }

    func delivery(_ id: DeliveryID) async throws(StoreError) -> DeliveryRecord? { try await store.delivery(id) }

    func redrive(_ filter: OutboxFilter, because note: OperatorNote) async throws(StoreError) -> Int {
        try await store.redrive(filter, because: note)
    }

    func drop(_ filter: OutboxFilter, because note: OperatorNote) async throws(StoreError) -> Int {
        try await store.drop(filter, because: note)
    }

    func counts() async throws(StoreError) -> [Count] { try await store.counts() }

    func backlog() async throws(StoreError) -> [Backlog] { try await store.backlog() }

    func books() async throws(StoreError) -> Books { try await store.books() }

    func uses(
        in range: Range<Timestamp>, after cursor: LedgerUse.Cursor?, limit: Int
    ) async throws(StoreError) -> [LedgerUse] {
        try await store.uses(in: range, after: cursor, limit: limit)
    }

    func drill(_ id: String) async throws(StoreError) -> DrillRecord? { try await store.drill(id) }

    func drills(limit: Int) async throws(StoreError) -> [DrillRecord] { try await store.drills(limit: limit) }

    func prune(_ retention: Retention, at now: Timestamp) async throws(StoreError) -> Int {
        try await store.prune(retention, at: now)
    }

    func sizeBytes() async throws(StoreError) -> Int64 { try await store.sizeBytes() }

    func probe() async throws(StoreError) { try await store.probe() }
}

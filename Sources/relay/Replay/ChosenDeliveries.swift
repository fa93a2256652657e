internal import Alerts
internal import Outbox
internal import Rules
internal import TextFormats

/// Some deliveries of a store, to be sent alone: of what is pending, only they are told of, and what follows from them.
struct ChosenDeliveries: DeliveryStore {
    private let chosen: Set<DeliveryID>
    private let store: any DeliveryStore

    init(of chosen: Set<DeliveryID>, in store: any DeliveryStore) {
        self.chosen = chosen
        self.store = store
    }

    var place: String { store.place }

    func pending(after sequence: Int64?, limit: Int) async throws(StoreError) -> [PendingDelivery] {
        var found: [PendingDelivery] = []
        var last = sequence
        while found.count < limit {
            let page = try await store.pending(after: last, limit: limit)
            found += page.filter { chosen.contains($0.id) }
            guard page.count == limit, let end = page.last?.sequence else { break }
            last = end
        }
        return Array(found.prefix(limit))
    }

    /// What another server left on its way is for the next one to send again.
    func interrupted(at now: Timestamp, seenBy owner: String) async throws(StoreError) -> [DeliveryStanding] { [] }

    func begin(
        _ ids: [DeliveryID], at now: Timestamp, as lease: DeliveryLease
    ) async throws(StoreError) -> [Delivery] {
        try await store.begin(ids, at: now, as: lease)
    }

    func standing(of id: DeliveryID) async throws(StoreError) -> DeliveryStanding? { try await store.standing(of: id) }

    func commit(_ plans: [SettlementPlan]) async throws(StoreError) -> [[PendingDelivery]?] {
        try await store.commit(plans)
    }

    /// What waits is for the server to send, once the configuration is mended.
    func waiting() async throws(StoreError) -> [WaitingGroup] { [] }

    func release(_ release: WaitingRelease) async throws(StoreError) -> Int { 0 }

    func changesByOthers() async throws(StoreError) -> Int64 { try await store.changesByOthers() }
}

import Alerts
import Outbox
import Rules
import SQLiteStore
import Synchronization
import TextFormats

/// A store that fails when it is told to.
struct FaultyStore: DeliveryStore {
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

    let store: any DeliveryStore
    let faults: Faults

    init(_ store: any DeliveryStore, _ faults: Faults) {
        self.store = store
        self.faults = faults
    }

    func begin(
        _ ids: [DeliveryID], at now: Timestamp, as lease: DeliveryLease
    ) async throws(StoreError) -> [Delivery] {
        try faults.check(.begin)
        return try await store.begin(ids, at: now, as: lease)
    }

    func commit(_ plans: [SettlementPlan]) async throws(StoreError) -> [[PendingDelivery]?] {
        try faults.check(.settle)
        return try await store.commit(plans)
    }

    func pending(after sequence: Int64?, limit: Int) async throws(StoreError) -> [PendingDelivery] {
        try faults.check(.pending)
        return try await store.pending(after: sequence, limit: limit)
    }

    // MARK: Passed on

    var place: String { store.place }

    func standing(of id: DeliveryID) async throws(StoreError) -> DeliveryStanding? { try await store.standing(of: id) }

    func interrupted(at now: Timestamp, seenBy owner: String) async throws(StoreError) -> [DeliveryStanding] {
        try await store.interrupted(at: now, seenBy: owner)
    }

    func waiting() async throws(StoreError) -> [WaitingGroup] { try await store.waiting() }

    func release(_ release: WaitingRelease) async throws(StoreError) -> Int { try await store.release(release) }

    func changesByOthers() async throws(StoreError) -> Int64 { try await store.changesByOthers() }
}

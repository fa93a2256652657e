public import TextFormats

/// What delivering needs of a store: what is pending, leases for what is being sent, and outcomes put on record.
///
/// Outcomes are settled by ``settle(_:by:)``: it reads where a delivery stands, decides what follows as a value, and
/// commits that on the condition that the delivery still stands there. The store decides nothing. Several processes may
/// deliver out of one store: a process leases the delivery that it begins, and settles it only while no other has taken it over.
///
/// `RelayTesting` has the conformance kit, `DeliveryStoreKit`.
public protocol DeliveryStore: Sendable {
    /// How errors name the store: the path of a file.
    var place: String { get }

    /// Pending deliveries after a ``PendingDelivery/sequence``, in that order; nil for from the first on.
    func pending(after sequence: Int64?, limit: Int) async throws(StoreError) -> [PendingDelivery]

    /// Leases deliveries that are about to be sent, and returns them whole, in the order asked for. Those that are no
    /// longer pending (dropped, leased by another) are left out.
    func begin(
        _ ids: [DeliveryID], at now: Timestamp, as lease: DeliveryLease
    ) async throws(StoreError) -> [Delivery]

    /// Where a delivery stands; nil where there is no such delivery.
    func standing(of id: DeliveryID) async throws(StoreError) -> DeliveryStanding?

    /// Deliveries that are being sent by somebody who is gone, in the order of acceptance: those whose lease has run out,
    /// and those whose owner the store knows to have ended. What `owner` has leased itself is not among them.
    func interrupted(at now: Timestamp, seenBy owner: String) async throws(StoreError) -> [DeliveryStanding]

    /// Writes each plan whose delivery stands where it expects, and leaves out the others. A plan is written whole or not
    /// at all; when the call returns, what it wrote survives a crash.
    ///
    /// - Returns: for each plan what is pending by it: the delivery to the second destination, a summary with more to
    ///   tell. Nil for one that was left out.
    func commit(_ plans: [SettlementPlan]) async throws(StoreError) -> [[PendingDelivery]?]

    /// Deliveries that wait for the configuration to be mended, by destination, channel and reason; of
    /// ``WaitingGroup/groupsLimit`` groups at most, the first ones by destination and channel.
    func waiting() async throws(StoreError) -> [WaitingGroup]

    /// Makes deliveries pending that wait, those that were held back first; what no longer waits is left alone.
    ///
    /// - Returns: how many there were.
    func release(_ release: WaitingRelease) async throws(StoreError) -> Int

    /// A number that changes whenever another process has changed the store, as `relay outbox redrive` does.
    func changesByOthers() async throws(StoreError) -> Int64
}

/// What became of a settlement.
public enum SettleResult: Hashable, Sendable {
    /// It is on record; these became pending by it.
    case settled([PendingDelivery])
    /// Nothing was written: the delivery is not being sent, or somebody else has taken it over.
    case leaseLost
}

/// How often a settlement is planned before it is refused as ``StoreError/Reason/contended``: so often in a row others
/// have to change the delivery between reading and committing.
public let settleAttemptsLimit = 50

extension DeliveryStore {
    /// Puts an attempt on record with what follows from it. The store numbers the attempts of a delivery by itself.
    ///
    /// A summary that is delivered while uses were folded that it did not tell of becomes pending again, with attempts
    /// and time counted anew: due after ``Storm/updateDelay`` where its message can be updated, after
    /// ``Storm/summaryDelay`` where it cannot. What has failed over to another destination once does not do so again.
    ///
    /// - Parameter owner: The one who began the delivery.
    public func settle(_ settlement: Settlement, by owner: String) async throws(StoreError) -> SettleResult {
        for _ in 0..<settleAttemptsLimit {
            guard let standing = try await standing(of: settlement.delivery), standing.state == .sending,
                standing.lease.map({ $0.owner.hasBytes(of: owner) }) ?? false
            else { return .leaseLost }
            if let pending = try await commit([SettlementPlan(settlement, on: standing)]).first ?? nil {
                return .settled(pending)
            }
        }
        throw StoreError(.contended, path: place)
    }

    /// Has deliveries sent again whose senders are gone, each with an attempt that says so. One that several ask for at
    /// once is recovered once.
    ///
    /// - Parameter owner: The caller. What it has leased itself is left alone, also after the lease has run out.
    /// - Returns: how many there were.
    @discardableResult
    public func recoverInterrupted(at now: Timestamp, by owner: String) async throws(StoreError) -> Int {
        try await recoveredFromInterruption(at: now, by: owner).count
    }

    /// As ``recoverInterrupted(at:by:)``.
    ///
    /// - Returns: where those that were recovered stand now.
    public func recoveredFromInterruption(
        at now: Timestamp, by owner: String
    ) async throws(StoreError) -> [DeliveryStanding] {
        let interrupted = try await interrupted(at: now, seenBy: owner)
        guard !interrupted.isEmpty else { return [] }
        let plans = interrupted.map { SettlementPlan(interrupting: $0, at: now) }
        let results = try await commit(plans)
        return zip(plans, results).compactMap { plan, result in result == nil ? nil : plan.standing }
    }
}

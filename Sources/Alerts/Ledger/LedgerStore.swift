public import Outbox
public import Rules
public import TextFormats

/// Outbox, ledger and dedupe keys, durable: what makes an alert impossible to lose.
///
/// Each call is one transaction. When it returns, what it did survives a crash; when it throws, nothing was done. Calls
/// from many tasks may share one commit. `RelayTesting` has the test kit that every implementation must pass.
public protocol LedgerStore: Sendable {
    // MARK: Accepting

    /// Accepts events in order: each is deduplicated against those before it, its use is put on record, its deliveries
    /// are planned and queued, and everything is counted.
    ///
    /// - Parameter counts: what else came in and is to be counted with them: events that no rule matched, invalid ones.
    /// - Returns: for each submission what became of it.
    func accept(_ submissions: [Submission], counting counts: [Count]) async throws(StoreError) -> [Acceptance]

    // MARK: Delivering

    /// Makes deliveries that a crash left in ``DeliveryState/sending`` pending again, each with an attempt that says so.
    ///
    /// - Returns: how many there were.
    func recoverInterrupted(at now: Timestamp) async throws(StoreError) -> Int

    /// Pending deliveries after `id`, in the order of acceptance.
    func pending(after id: DeliveryID?, limit: Int) async throws(StoreError) -> [PendingDelivery]

    /// Notes that deliveries are about to be sent, and returns them whole. Those that are no longer pending (dropped,
    /// say) are left out.
    func begin(_ ids: [DeliveryID], at now: Timestamp) async throws(StoreError) -> [Delivery]

    /// Puts an attempt on record with what follows from it. The store numbers the attempts of a delivery by itself.
    /// For a delivery that is not being sent, nothing is done: what was settled stays so.
    ///
    /// A summary that is delivered while uses were folded that it did not tell of becomes pending again, with attempts
    /// and time counted anew: due after ``Storm/updateDelay`` where its message can be updated, when the storm ends
    /// where it cannot. So does one that is folded into after it was delivered.
    ///
    /// What was handed over to another destination once is not handed over again.
    ///
    /// - Returns: what became pending by it: the delivery to the other destination, a summary with more to tell.
    func settle(_ settlement: Settlement) async throws(StoreError) -> [PendingDelivery]

    /// A number that changes whenever another process has changed the store, as `relay outbox redrive` does.
    func changesByOthers() async throws(StoreError) -> Int64

    // MARK: Looking after the outbox

    /// The newest first.
    func deliveries(_ filter: OutboxFilter, limit: Int) async throws(StoreError) -> [Delivery]
    func delivery(_ id: DeliveryID) async throws(StoreError) -> DeliveryRecord?
    /// Sends again what was given up or waits, with attempts and time counted anew. What was dropped is sent only where
    /// the filter names its id, or that state. What is pending or on its way is left alone.
    ///
    /// - Returns: how many there were.
    func redrive(_ filter: OutboxFilter, because note: OperatorNote) async throws(StoreError) -> Int
    /// Gives up what is pending or waits; dead letters, which are settled with that, where the filter names their ids or
    /// their state. What is on its way is left alone.
    ///
    /// - Returns: how many there were.
    func drop(_ filter: OutboxFilter, because note: OperatorNote) async throws(StoreError) -> Int

    // MARK: Looking back

    func counts() async throws(StoreError) -> [Count]
    /// Deliveries that are pending, being sent, waiting, or dead: what something or somebody still has to see to. How
    /// many were delivered and dropped is counted.
    func backlog() async throws(StoreError) -> [Backlog]
    /// Counts and backlog of one moment.
    func books() async throws(StoreError) -> Books
    /// Role uses whose time lies in `range`, by time; after `cursor` if given. Ask again with the last one's id.
    func uses(
        in range: Range<Timestamp>, after cursor: LedgerUse.Cursor?, limit: Int
    ) async throws(StoreError) -> [LedgerUse]
    /// What is known of a fire drill; nil while its event has not been accepted.
    func drill(_ id: String) async throws(StoreError) -> DrillRecord?
    /// The newest first.
    func drills(limit: Int) async throws(StoreError) -> [DrillRecord]

    // MARK: Housekeeping

    /// Removes what is older than the settings say, a bounded number of rows at a time, each a transaction of its own,
    /// so that nobody waits long. What is pending, being sent, or waiting is never too old.
    ///
    /// - Returns: how many rows went.
    func prune(_ retention: Retention, at now: Timestamp) async throws(StoreError) -> Int
    /// Bytes that the store takes, its log included.
    func sizeBytes() async throws(StoreError) -> Int64
    /// Whether a transaction can be written now: for `/readyz`.
    func probe() async throws(StoreError)
}

extension LedgerStore {
    /// Of one moment only if nothing is written meanwhile.
    public func books() async throws(StoreError) -> Books {
        Books(counts: try await counts(), backlog: try await backlog())
    }
}

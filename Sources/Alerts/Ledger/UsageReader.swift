public import Outbox
public import TextFormats

/// What reports and metrics read of a store.
///
/// `RelayTesting` has the conformance kit, `UsageReaderKit`.
public protocol UsageReader: Sendable {
    /// All counters that are not 0.
    func counts() async throws(StoreError) -> [Counter]

    /// Deliveries that are pending, being sent, waiting, or dead: what something or somebody still has to see to. How
    /// many were delivered and dropped is counted.
    func backlog() async throws(StoreError) -> [Backlog]

    /// How many deliveries a filter means, by destination and state; their bodies are not read.
    ///
    /// - Parameter moment: Only deliveries due at this time or before are counted; nil for all.
    func deliveryCounts(_ filter: OutboxFilter, dueBy moment: Timestamp?) async throws(StoreError) -> [Backlog]

    /// Counters and backlog of one moment; where a store cannot read them at one, of two moments next to each other.
    func balance() async throws(StoreError) -> DeliveryBalance

    /// Role uses whose time lies in `range`, by time; after `cursor` if given. Ask again with the last one's cursor.
    func uses(
        in range: Range<Timestamp>, after cursor: LedgerUse.Cursor?, limit: Int
    ) async throws(StoreError) -> [LedgerUse]

    /// What is known of a fire drill; nil while its event has not been accepted.
    func drill(_ id: String) async throws(StoreError) -> DrillRecord?

    /// Fire drills, the newest first.
    func drills(limit: Int) async throws(StoreError) -> [DrillRecord]

    /// Bytes that the store takes, its log included.
    func sizeBytes() async throws(StoreError) -> Int64
}

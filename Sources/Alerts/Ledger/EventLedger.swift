public import Outbox
public import TextFormats

/// What accepting events needs of a store: to know what is on record, and to commit what was planned on it.
///
/// Accepting is ``accept(_:counting:)`` for one caller, ``AcceptanceQueue`` for many tasks. Either reads, plans as values,
/// and commits on the condition that what was read still holds; if it does not, it reads and plans again. The store
/// decides nothing. Each of its calls sees one moment; between two calls others may write.
///
/// `RelayTesting` has the conformance kit, `EventLedgerKit`.
public protocol EventLedger: Sendable {
    /// How errors name the store: the path of a file.
    var place: String { get }

    /// How many plans one commit may have at most.
    var plansPerCommit: Int { get }

    /// What is on record for keys. Those that are not on record are left out.
    func seenEvents(_ keys: [EventKey]) async throws(StoreError) -> SeenEvents

    /// What is known of a role's uses around each point, in the order of the points.
    func roleHistories(at points: [UsePoint]) async throws(StoreError) -> [RoleHistory]

    /// The storms of each key that end after a moment. Keys without any may be left out.
    func storms(
        _ keys: Set<Storm.Key>, endingAfter moment: Timestamp
    ) async throws(StoreError) -> [Storm.Key: Set<StormOnRecord>]

    /// Writes plans and counters in one transaction if all that they rest on is as expected, and nothing if it is not.
    ///
    /// When it returns, what it did survives a crash; when it throws, nothing was done. Commits of many tasks may share
    /// one transaction with the disk. Without plans there is nothing to expect: counters are just added.
    func commit(_ commit: AcceptanceCommit) async throws(StoreError) -> CommitResult

    /// Whether events can be accepted now, as far as that can be told without writing anything: for `/readyz`. What the
    /// last writes failed with counts until writing works again.
    func check() async throws(StoreError)

    /// Whether something can be committed now, by committing something.
    func probe() async throws(StoreError)
}

/// How often a batch is planned before it is refused as ``StoreError/Reason/contended``: so often in a row others have
/// to commit something about the same events, roles or storms between reading and committing.
public let acceptanceAttemptsLimit = 50

extension EventLedger {
    /// Accepts events in order: each is deduplicated against those before it, its use is put on record, its deliveries
    /// are planned and queued, and everything is counted. All of it is one commit, or, above ``plansPerCommit``, several
    /// in order.
    ///
    /// For one caller at a time; many tasks that accept uses of one role share an ``AcceptanceQueue``.
    ///
    /// - Parameter counters: what else came in and is to be counted with them: events that no rule matched, invalid ones.
    /// - Returns: for each submission what became of it. Where a later one of several commits fails, what the earlier ones
    ///   accepted stands, and the rest is ``Acceptance/failed(_:)``.
    /// - Throws: where nothing was accepted or counted.
    public func accept(
        _ submissions: [Submission], counting counters: [Counter]
    ) async throws(StoreError) -> [Acceptance] {
        var acceptances: [Acceptance] = []
        var (rest, counters) = (submissions[...], counters)
        repeat {
            let part = rest.prefix(max(1, plansPerCommit))
            do throws(StoreError) {
                acceptances += try await commit(Array(part), counting: counters)
            } catch {
                guard !acceptances.isEmpty else { throw error }
                return acceptances + rest.map { _ in .failed(error) }
            }
            (rest, counters) = (rest.dropFirst(part.count), [])
        } while !rest.isEmpty
        return acceptances
    }

    private func commit(
        _ submissions: [Submission], counting counters: [Counter]
    ) async throws(StoreError) -> [Acceptance] {
        for _ in 0..<acceptanceAttemptsLimit {
            let commit = try await plan(submissions).commit(counting: counters)
            guard case .committed(let pending) = try await self.commit(commit) else { continue }
            return zip(commit.plans, pending).map { $0.isDuplicate ? .duplicate : .accepted($1) }
        }
        throw StoreError(.contended, path: place)
    }

    /// Reads histories only for events that are no duplicates, and storms only for uses that are folded.
    private func plan(_ submissions: [Submission]) async throws(StoreError) -> AcceptanceBatch {
        var batch = AcceptanceBatch(submissions)
        let keys = batch.keys
        batch.identify(by: keys.isEmpty ? SeenEvents() : try await seenEvents(keys))
        let points = batch.points
        batch.plan(by: points.isEmpty ? [] : try await roleHistories(at: points))
        let stormKeys = batch.stormKeys
        if !stormKeys.isEmpty {
            batch.fold(into: try await storms(stormKeys, endingAfter: batch.stormsEndAfter))
        }
        return batch
    }
}

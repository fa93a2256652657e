public import Alerts
import CloudTrail
public import Outbox
public import Rules
import Synchronization
public import TextFormats

/// A whole store in memory, for tests: it keeps what it is given, and compares. That it passes the conformance kits with
/// so little shows that no store decides anything.
public final class InMemoryAlertStore: Sendable {
    /// A delivery with everything that belongs to it.
    struct Row {
        var delivery: Delivery
        var begunAt: Timestamp?
        var lease: DeliveryLease?
        var attempts: [Attempt] = []
        var interventions: [DeliveryRecord.Intervention] = []
    }

    struct State {
        var seen: [EventKey: SeenEvent] = [:]
        var uses: [Int64: LedgerUse] = [:]
        /// Where uses were announced, and whether in a summary.
        var announcements: [Int64: [RuleTarget: Bool]] = [:]
        var versions: [RoleKey: Int64] = [:]
        /// By sequence.
        var rows: [Int64: Row] = [:]
        /// The keys of ``rows``, in order.
        var sequences: [Int64] = []
        /// In the order of being accepted.
        var drills: [DrillRecord] = []
        var counters: [CounterKey: Int64] = [:]
        var time: StoreTime?
        var lastUse: Int64 = 0
        var lastSequence: Int64 = 0
    }

    /// As ``EventLedger/place``.
    public let place = "memory"
    /// As ``EventLedger/plansPerCommit``.
    public let plansPerCommit: Int
    let now: @Sendable () -> Timestamp
    let state = Mutex(State())

    /// - Parameters:
    ///   - plansPerCommit: Less than there is no limit to, for a store that has one.
    ///   - now: When a drill counts as accepted.
    public init(
        plansPerCommit: Int = .max, now: @escaping @Sendable () -> Timestamp = { Sample.noon }
    ) {
        self.plansPerCommit = plansPerCommit
        self.now = now
    }
}

// MARK: - Accepting

extension InMemoryAlertStore: EventLedger {
    /// As ``EventLedger/seenEvents(_:)``.
    public func seenEvents(_ keys: [EventKey]) async throws(StoreError) -> SeenEvents {
        state.withLock { state in
            var seen = SeenEvents()
            for key in keys {
                seen.events[key] = state.seen[key]
                if case .stored(let id)? = state.seen[key]?.use { seen.uses[.stored(id)] = state.uses[id] }
            }
            return seen
        }
    }

    /// As ``EventLedger/roleHistories(at:)``.
    public func roleHistories(at points: [UsePoint]) async throws(StoreError) -> [RoleHistory] {
        state.withLock { state in points.map { state.history(at: $0) } }
    }

    /// As ``EventLedger/storms(_:endingAfter:)``.
    public func storms(
        _ keys: Set<Storm.Key>, endingAfter moment: Timestamp
    ) async throws(StoreError) -> [Storm.Key: Set<StormOnRecord>] {
        state.withLock { $0.storms(keys, endingAfter: moment) }
    }

    /// As ``EventLedger/commit(_:)``.
    public func commit(_ commit: AcceptanceCommit) async throws(StoreError) -> CommitResult {
        state.withLock { state in
            guard state.holds(commit.expected) else { return .conflict }
            state.count(commit.counters)
            var writer = InMemoryWriter(acceptedAt: now())
            swap(&writer.state, &state)
            let pending = commit.plans.enumerated().map { writer.write($0.element, at: $0.offset) }
            swap(&writer.state, &state)
            return .committed(pending)
        }
    }

    /// As ``EventLedger/check()``.
    public func check() async throws(StoreError) {}

    /// As ``EventLedger/probe()``.
    public func probe() async throws(StoreError) {}
}

// MARK: - Delivering

extension InMemoryAlertStore: DeliveryStore {
    /// As ``DeliveryStore/pending(after:limit:)``.
    public func pending(after sequence: Int64?, limit: Int) async throws(StoreError) -> [PendingDelivery] {
        state.withLock { state in
            var pending: [PendingDelivery] = []
            for sequence in state.sequences[state.place(after: sequence ?? 0)...] {
                guard pending.count < limit else { break }
                if let next = state.pending(sequence) { pending.append(next) }
            }
            return pending
        }
    }

    /// As ``DeliveryStore/begin(_:at:as:)``.
    public func begin(
        _ ids: [DeliveryID], at now: Timestamp, as lease: DeliveryLease
    ) async throws(StoreError) -> [Delivery] {
        state.withLock { state in
            ids.compactMap { id in
                guard var row = state[id], row.delivery.state == .pending else { return nil }
                row.delivery.state = .sending
                (row.begunAt, row.lease) = (now, lease)
                state[id] = row
                return row.delivery
            }
        }
    }

    /// As ``DeliveryStore/standing(of:)``.
    public func standing(of id: DeliveryID) async throws(StoreError) -> DeliveryStanding? {
        state.withLock { $0[id]?.standing }
    }

    /// As ``DeliveryStore/interrupted(at:seenBy:)``.
    public func interrupted(at now: Timestamp, seenBy owner: String) async throws(StoreError) -> [DeliveryStanding] {
        state.withLock { state in
            state.sequences.compactMap { state.rows[$0]?.standing }.filter { standing in
                standing.state == .sending && standing.lease.map { $0.owner != owner && $0.until <= now } ?? true
            }
        }
    }

    /// As ``EventLedger/commit(_:)``.
    public func commit(_ plans: [SettlementPlan]) async throws(StoreError) -> [[PendingDelivery]?] {
        state.withLock { state in
            plans.map { plan in
                guard var row = state[plan.expected.id], row.standing == plan.expected else { return nil }
                state.count(plan.counters)
                row.standing = plan.standing
                var attempt = plan.attempt
                attempt.number = row.attempts.count + 1
                row.attempts.append(attempt)
                state[plan.expected.id] = row
                var pending: [PendingDelivery] = []
                if let copy = plan.failover {
                    let old = row.delivery
                    let new = state.add(
                        copy, eventID: old.eventID, event: old.event, origin: old.origin, receivedAt: old.receivedAt,
                        startedAt: attempt.endedAt)
                    pending += [state.pending(new)].compactMap { $0 }
                }
                if plan.isReopened {
                    pending += [state.pending(state.sequence(of: plan.expected.id))].compactMap { $0 }
                }
                return pending
            }
        }
    }

    /// As ``DeliveryStore/waiting()``.
    public func waiting() async throws(StoreError) -> [WaitingGroup] { state.withLock(\.waiting) }

    /// As ``DeliveryStore/release(_:)``.
    public func release(_ release: WaitingRelease) async throws(StoreError) -> Int {
        state.withLock { $0.release(release) }
    }

    /// There are no other processes.
    public func changesByOthers() async throws(StoreError) -> Int64 { 0 }
}

// MARK: - Operating

extension InMemoryAlertStore: OutboxOperations {
    /// As ``OutboxOperations/deliveries(_:limit:)``.
    public func deliveries(_ filter: OutboxFilter, limit: Int) async throws(StoreError) -> [Delivery] {
        state.withLock { state in
            let states = filter.states.isEmpty ? Set(DeliveryState.allCases) : filter.states
            let found = state.sequences.reversed().compactMap { state.rows[$0]?.delivery }
                .filter { filter.means($0, in: states) }
            return Array(found.prefix(max(0, limit)))
        }
    }

    /// As ``OutboxOperations/delivery(_:)``.
    public func delivery(_ id: DeliveryID) async throws(StoreError) -> DeliveryRecord? {
        state.withLock { state in
            state[id].map {
                DeliveryRecord(delivery: $0.delivery, attempts: $0.attempts, interventions: $0.interventions)
            }
        }
    }

    /// As ``OutboxOperations/intervene(_:)``.
    public func intervene(_ intervention: Intervention) async throws(StoreError) -> Int {
        state.withLock { state in
            var changes = CounterChanges()
            var count = 0
            for sequence in state.sequences {
                guard var row = state.rows[sequence],
                    intervention.filter.means(row.delivery, in: intervention.states)
                else { continue }
                count += 1
                let (name, old) = (row.delivery.content.apiDestination, row.delivery.state)
                intervention.count(name, from: old, 1, in: &changes)
                row.interventions.append(.init(action: intervention.action, note: intervention.note))
                row.delivery.state = intervention.newState
                row.delivery.dueAt = intervention.note.at
                if intervention.startsAnew { row.delivery.restart(at: intervention.note.at) }
                state.rows[sequence] = row
            }
            state.count(changes)
            return count
        }
    }

    /// As ``OutboxOperations/prune(_:at:)``.
    public func prune(_ retention: Retention, at now: Timestamp) async throws(StoreError) -> Int {
        state.withLock { state in
            func cutoff(_ days: Int) -> Timestamp { now - .seconds(86_400 * days) }
            let (outbox, ledger) = (cutoff(retention.outboxDays), cutoff(retention.ledgerDays))
            let keys = cutoff(retention.dedupeDays)
            let before = state.size
            state.rows = state.rows.filter { !$0.value.delivery.state.isSettled || $0.value.delivery.dueAt >= outbox }
            state.sequences.removeAll { state.rows[$0] == nil }
            let drills = Set(state.rows.values.compactMap(\.delivery.origin.drillID))
            state.drills.removeAll { $0.receivedAt < outbox && !drills.contains($0.id) }
            for use in state.uses.values where use.time < ledger { state.versions[use.roleKey, default: 0] += 1 }
            state.uses = state.uses.filter { $0.value.time >= ledger }
            state.announcements = state.announcements.filter { state.uses[$0.key] != nil }
            state.seen = state.seen.filter { $0.value.seenAt >= keys }
            let removed = before - state.size
            var changes = CounterChanges()
            if removed > 0 { changes.add(.pruned, Int64(removed)) }
            state.count(changes)
            return removed
        }
    }
}

extension InMemoryAlertStore {
    /// As ``OutboxOperations/time()``.
    public func time() async throws(StoreError) -> StoreTime? { state.withLock(\.time) }

    /// As ``OutboxOperations/keep(_:shifting:)``.
    public func keep(_ time: StoreTime, shifting shift: TimeShift?) async throws(StoreError) {
        state.withLock { state in
            state.time = time
            guard let shift else { return }
            for (sequence, row) in state.rows {
                var delivery = row.delivery
                if delivery.state == .pending || delivery.state == .sending {
                    delivery.startedAt = delivery.startedAt + shift.difference
                    delivery.dueAt = delivery.dueAt + shift.dueDifference
                }
                if delivery.state == .waiting { delivery.dueAt = delivery.dueAt + shift.dueDifference }
                if let storm = delivery.storm, storm.endsAt > shift.from {
                    delivery.storm?.endsAt = storm.endsAt + shift.dueDifference
                }
                state.rows[sequence]?.delivery = delivery
            }
        }
    }
}

// MARK: - Reading

extension InMemoryAlertStore: UsageReader {
    /// As ``UsageReader/counts()``.
    public func counts() async throws(StoreError) -> [Counter] { state.withLock(\.counts) }

    /// As ``UsageReader/backlog()``.
    public func backlog() async throws(StoreError) -> [Backlog] { state.withLock(\.backlog) }

    /// As ``UsageReader/deliveryCounts(_:dueBy:)``.
    public func deliveryCounts(
        _ filter: OutboxFilter, dueBy moment: Timestamp?
    ) async throws(StoreError) -> [Backlog] {
        state.withLock { state in
            let states = filter.states.isEmpty ? Set(DeliveryState.allCases) : filter.states
            return state.counts { delivery in
                filter.means(delivery, in: states) && moment.map { delivery.dueAt <= $0 } ?? true
            }
        }
    }

    /// As ``UsageReader/balance()``.
    public func balance() async throws(StoreError) -> DeliveryBalance {
        state.withLock { DeliveryBalance(counts: $0.counts, backlog: $0.backlog) }
    }

    /// As ``UsageReader/uses(in:after:limit:)``.
    public func uses(
        in range: Range<Timestamp>, after cursor: LedgerUse.Cursor?, limit: Int
    ) async throws(StoreError) -> [LedgerUse] {
        state.withLock { state in
            let uses = state.uses.values.filter { use in
                range.contains(use.time) && cursor.map { ($0.time, $0.id) < (use.time, use.id) } ?? true
            }
            return Array(uses.sorted { ($0.time, $0.id) < ($1.time, $1.id) }.prefix(max(0, limit)))
        }
    }

    /// As ``UsageReader/drill(_:)``.
    public func drill(_ id: String) async throws(StoreError) -> DrillRecord? {
        state.withLock { state in state.drills.first { $0.id == id }.map(state.withHops) }
    }

    /// As ``UsageReader/drills(limit:)``.
    public func drills(limit: Int) async throws(StoreError) -> [DrillRecord] {
        state.withLock { state in
            Array(state.drills.reversed().sorted { $0.receivedAt > $1.receivedAt }.prefix(max(0, limit)))
                .map(state.withHops)
        }
    }

    /// As ``UsageReader/sizeBytes()``.
    public func sizeBytes() async throws(StoreError) -> Int64 { state.withLock { Int64(1 + $0.size) } }
}

package import Alerts
package import Outbox
package import RelayTesting
import Synchronization
package import TextFormats

/// A store in memory that refuses, or waits, when told to; what it accepts can be looked at.
package final class HeldLedger: EventLedger {
    private struct State {
        var accepted: [AcceptancePlan.EventContent] = []
        var isHeld = false
        var commits = 0
        var waiting: [CheckedContinuation<Void, Never>] = []
        var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    /// What it writes to.
    package let store: InMemoryAlertStore
    private let refusal: StoreError?
    private let takenCommits: Int
    private let state = Mutex(State())

    /// A ledger that refuses commits with an error; none for nil.
    ///
    /// - Parameters:
    ///   - takenCommits: How many commits it takes before it refuses.
    ///   - plansPerCommit: As ``EventLedger/plansPerCommit``.
    package init(refusing refusal: StoreError? = nil, after takenCommits: Int = 0, plansPerCommit: Int = .max) {
        (self.refusal, self.takenCommits) = (refusal, takenCommits)
        store = InMemoryAlertStore(plansPerCommit: plansPerCommit)
    }

    /// The events that were accepted, in order.
    package var accepted: [AcceptancePlan.EventContent] { state.withLock(\.accepted) }

    /// How many invalid events were counted.
    package var invalidCount: Int64 {
        get async throws { try await store.counts().first { $0.key == .received(.invalid) }?.value ?? 0 }
    }

    /// From now on commits wait until ``letGo()``.
    package func hold() { state.withLock { $0.isHeld = true } }

    /// Lets the commits that wait go on, and those that come.
    package func letGo() {
        let waiting = state.withLock { state in
            let waiting = state.waiting
            (state.isHeld, state.waiting) = (false, [])
            return waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Returns once so many commits wait.
    package func untilHolding(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.waiting.count >= count { return true }
                state.watchers.append((count, continuation))
                return false
            }
            if isThere { continuation.resume() }
        }
    }

    private func waitWhileHeld() async {
        await withCheckedContinuation { continuation in
            let (isFree, watchers) = state.withLock { state in
                guard state.isHeld else { return (true, [CheckedContinuation<Void, Never>]()) }
                state.waiting.append(continuation)
                let watchers = state.watchers.filter { $0.count <= state.waiting.count }.map(\.continuation)
                state.watchers.removeAll { $0.count <= state.waiting.count }
                return (false, watchers)
            }
            if isFree { continuation.resume() }
            for watcher in watchers { watcher.resume() }
        }
    }

    /// As ``EventLedger/commit(_:)``.
    package func commit(_ commit: AcceptanceCommit) async throws(StoreError) -> CommitResult {
        await waitWhileHeld()
        let commits = state.withLock { state in
            state.commits += 1
            return state.commits
        }
        if let refusal, commits > takenCommits { throw refusal }
        let result = try await store.commit(commit)
        if case .committed = result {
            state.withLock { $0.accepted += commit.plans.filter { !$0.isDuplicate }.map(\.event) }
        }
        return result
    }

    /// As ``EventLedger/check()``.
    package func check() async throws(StoreError) {
        if let refusal { throw refusal }
    }

    /// As ``EventLedger/probe()``.
    package func probe() async throws(StoreError) {
        if let refusal { throw refusal }
    }

    // MARK: Passed on

    /// As ``EventLedger/place``.
    package var place: String { store.place }
    /// As ``EventLedger/plansPerCommit``.
    package var plansPerCommit: Int { store.plansPerCommit }

    /// As ``EventLedger/seenEvents(_:)``.
    package func seenEvents(_ keys: [EventKey]) async throws(StoreError) -> SeenEvents {
        try await store.seenEvents(keys)
    }

    /// As ``EventLedger/roleHistories(at:)``.
    package func roleHistories(at points: [UsePoint]) async throws(StoreError) -> [RoleHistory] {
        try await store.roleHistories(at: points)
    }

    /// As ``EventLedger/storms(_:endingAfter:)``.
    package func storms(
        _ keys: Set<Storm.Key>, endingAfter moment: Timestamp
    ) async throws(StoreError) -> [Storm.Key: Set<StormOnRecord>] {
        try await store.storms(keys, endingAfter: moment)
    }
}

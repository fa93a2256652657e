package import Alerts
package import Outbox
package import Rules
import Synchronization
package import TextFormats

/// A store in memory that refuses, or waits, when told to; what it accepts can be looked at.
package final class FakeStore: LedgerStore {
    private struct State {
        var refusal: StoreError?
        var accepted: [Submission] = []
        var counts: [Count] = []
        var isHeld = false
        var waiting: [CheckedContinuation<Void, Never>] = []
        var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    package init(refusing refusal: StoreError? = nil) { state.withLock { $0.refusal = refusal } }

    package var accepted: [Submission] { state.withLock(\.accepted) }
    package var invalidCount: Int64 {
        state.withLock { $0.counts.filter { $0.key == .received(.invalid) }.map(\.value).reduce(0, +) }
    }

    /// From now on accepting waits until ``letGo()``.
    package func hold() { state.withLock { $0.isHeld = true } }

    package func letGo() {
        let waiting = state.withLock { state in
            let waiting = state.waiting
            (state.isHeld, state.waiting) = (false, [])
            return waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Returns once so many calls wait.
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

    package func accept(_ submissions: [Submission], counting counts: [Count]) async throws(StoreError) -> [Acceptance]
    {
        await waitWhileHeld()
        return try state.withLock { state throws(StoreError) in
            if let refusal = state.refusal { throw refusal }
            state.counts += counts
            return submissions.map { submission in
                let isKnown = state.accepted.contains { $0.eventID != nil && $0.eventID == submission.eventID }
                guard !isKnown else { return .duplicate }
                state.accepted.append(submission)
                let deliveries = submission.plan(LedgerContext()).deliveries
                return .accepted(
                    deliveries.enumerated().map { index, delivery in
                        PendingDelivery(
                            id: DeliveryID(Int64(state.accepted.count * 100 + index)),
                            apiDestination: delivery.apiDestination, orderKey: delivery.orderKey,
                            dueAt: submission.receivedAt)
                    })
            }
        }
    }

    package func counts() async throws(StoreError) -> [Count] { state.withLock(\.counts) }

    package func probe() async throws(StoreError) {
        if let refusal = state.withLock(\.refusal) { throw refusal }
    }

    // MARK: What the server does not ask for

    package func recoverInterrupted(at now: Timestamp) async throws(StoreError) -> Int { 0 }
    package func pending(after id: DeliveryID?, limit: Int) async throws(StoreError) -> [PendingDelivery] { [] }
    package func begin(_ ids: [DeliveryID], at now: Timestamp) async throws(StoreError) -> [Delivery] { [] }
    package func settle(_ settlement: Settlement) async throws(StoreError) -> [PendingDelivery] { [] }
    package func changesByOthers() async throws(StoreError) -> Int64 { 0 }
    package func deliveries(_ filter: OutboxFilter, limit: Int) async throws(StoreError) -> [Delivery] { [] }
    package func delivery(_ id: DeliveryID) async throws(StoreError) -> DeliveryRecord? { nil }
    package func redrive(_ filter: OutboxFilter, because note: OperatorNote) async throws(StoreError) -> Int { 0 }
    package func drop(_ filter: OutboxFilter, because note: OperatorNote) async throws(StoreError) -> Int { 0 }
    package func backlog() async throws(StoreError) -> [Backlog] { [] }
    package func uses(
        in range: Range<Timestamp>, after cursor: LedgerUse.Cursor?, limit: Int
    ) async throws(StoreError) -> [LedgerUse] { [] }
    package func drill(_ id: String) async throws(StoreError) -> DrillRecord? { nil }
    package func drills(limit: Int) async throws(StoreError) -> [DrillRecord] { [] }
    package func prune(_ retention: Retention, at now: Timestamp) async throws(StoreError) -> Int { 0 }
    package func sizeBytes() async throws(StoreError) -> Int64 { 0 }
}

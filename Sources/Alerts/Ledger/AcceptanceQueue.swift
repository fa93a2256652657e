public import Outbox
import Synchronization

/// Accepts events for many tasks of one process: what comes in while a batch is planned and committed makes the next
/// batch. So a burst of uses of one role is a few commits that follow each other, and never many that rest on the same
/// state and refuse each other; conflicts are left for other processes to make.
///
/// ```
/// tasks     a   b c d        e f
/// batches   [ a ][ b c d    ][ e f ]
/// ```
/// What became pending is announced batch by batch, in the order of acceptance, before the callers hear of it. The next
/// batch waits for that, so that nothing piles up between the commit and the one who sends.
public final class AcceptanceQueue: Sendable {
    /// How many calls may wait. Beyond it a call is refused as ``StoreError/Reason/overloaded``.
    public static let waitingLimit = 4_096
    /// How many submissions a batch gathers before the next call is left to the next batch.
    public static let batchLimit = 512

    private struct Call {
        var submissions: [Submission]
        var counters: [Counter]
        var continuation: CheckedContinuation<Result<[Acceptance], StoreError>, Never>
    }

    private struct State {
        var waiting: [Call] = []
        var isWorking = false
    }

    private let ledger: any EventLedger
    private let announce: @Sendable ([PendingDelivery]) async -> Void
    private let state = Mutex(State())

    /// - Parameters:
    ///   - ledger: Where the events are accepted.
    ///   - announce: Is given the deliveries that became pending by a batch, in the order of acceptance, after they are
    ///     durable. The next batch waits until it returns.
    public init(
        _ ledger: any EventLedger, announce: @escaping @Sendable ([PendingDelivery]) async -> Void = { _ in }
    ) {
        self.ledger = ledger
        self.announce = announce
    }

    /// How many calls wait for the next batch.
    var waitingCalls: Int { state.withLock(\.waiting.count) }

    /// As ``EventLedger/accept(_:counting:)``, in the order of the calls.
    public func accept(
        _ submissions: [Submission], counting counters: [Counter]
    ) async throws(StoreError) -> [Acceptance] {
        // What only counts rests on nothing: the store gathers it by itself.
        guard !submissions.isEmpty else { return try await ledger.accept([], counting: counters) }
        let result = await withCheckedContinuation { continuation in
            add(Call(submissions: submissions, counters: counters, continuation: continuation))
        }
        return try result.get()
    }

    private func add(_ call: Call) {
        let (isRefused, starts) = state.withLock { state -> (Bool, Bool) in
            guard state.waiting.count < Self.waitingLimit else { return (true, false) }
            state.waiting.append(call)
            defer { state.isWorking = true }
            return (false, !state.isWorking)
        }
        if isRefused { call.continuation.resume(returning: .failure(StoreError(.overloaded, path: ledger.place))) }
        // Unstructured: a caller that is cancelled must not cancel the others' batch.
        if starts { Task { while let calls = nextCalls() { await accept(calls) } } }
    }

    private func nextCalls() -> [Call]? {
        state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.isWorking = false
                return nil
            }
            var (calls, submissions) = (0, 0)
            let limit = min(Self.batchLimit, ledger.plansPerCommit)
            for call in state.waiting {
                guard calls == 0 || submissions + call.submissions.count <= limit else { break }
                (calls, submissions) = (calls + 1, submissions + call.submissions.count)
            }
            defer { state.waiting.removeFirst(calls) }
            return Array(state.waiting.prefix(calls))
        }
    }

    /// Calls that fail together because of what is on record for one of them are tried one by one.
    private func accept(_ calls: [Call]) async {
        do throws(StoreError) {
            var acceptances = try await ledger.accept(
                calls.flatMap(\.submissions), counting: calls.flatMap(\.counters))[...]
            let pending = acceptances.flatMap(\.pending)
            if !pending.isEmpty { await announce(pending) }
            for call in calls {
                call.continuation.resume(returning: .success(Array(acceptances.prefix(call.submissions.count))))
                acceptances = acceptances.dropFirst(call.submissions.count)
            }
        } catch {
            guard calls.count > 1, error.reason == .corrupt || error.reason == .other else {
                for call in calls { call.continuation.resume(returning: .failure(error)) }
                return
            }
            for call in calls { await accept([call]) }
        }
    }
}

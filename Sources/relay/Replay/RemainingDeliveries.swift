internal import Outbox
internal import Synchronization
internal import TextFormats

/// How far some deliveries have come. It is kept while they are sent, so that the store need not be asked.
final class RemainingDeliveries: Sendable {
    enum Progress: Hashable {
        /// To be sent at that time, or as soon after it as limits allow.
        case pending(dueAt: Timestamp)
        /// On its way.
        case sending
        /// Delivered, dead-lettered, held back, or dropped by an operator.
        case settled
    }

    /// A count of changes: what a store said at an earlier count is older than a change since.
    typealias Mark = Int

    private struct State {
        var deliveries: [DeliveryID: (progress: Progress, changedAt: Mark)] = [:]
        var mark = 0
    }

    private let state: Mutex<State>

    init(_ deliveries: [PendingDelivery]) {
        var state = State()
        for delivery in deliveries { state.deliveries[delivery.id] = (.pending(dueAt: delivery.dueAt), 0) }
        self.state = Mutex(state)
    }

    var mark: Mark { state.withLock { $0.mark } }

    func contains(_ id: DeliveryID) -> Bool { state.withLock { $0.deliveries[id] != nil } }

    /// How many are still to be sent now. Those that are to be tried again later do not count.
    func count(dueAt now: Timestamp) -> Int {
        state.withLock { state in
            state.deliveries.values.count { delivery in
                switch delivery.progress {
                case .pending(let dueAt): dueAt <= now
                case .sending: true
                case .settled: false
                }
            }
        }
    }

    /// Notes what has become of a delivery; nothing for one that is not among these.
    func note(_ id: DeliveryID, _ progress: Progress) {
        state.withLock { state in
            guard state.deliveries[id] != nil else { return }
            state.mark += 1
            state.deliveries[id] = (progress, state.mark)
        }
    }

    /// Notes what a store made of deliveries that were to be begun: those that it left out are no longer pending.
    func noteBegun(_ begun: [DeliveryID], of asked: [DeliveryID]) {
        let begun = Set(begun)
        for id in asked { note(id, begun.contains(id) ? .sending : .settled) }
    }

    /// Notes what a store has said is pending: an operator may have redriven a delivery that was settled.
    ///
    /// - Parameter mark: of the moment at which the store was asked. What has become known since counts for more.
    func notePending(_ deliveries: [PendingDelivery], since mark: Mark) {
        state.withLock { state in
            for delivery in deliveries {
                guard let known = state.deliveries[delivery.id], known.changedAt <= mark else { continue }
                state.deliveries[delivery.id] = (.pending(dueAt: delivery.dueAt), known.changedAt)
            }
        }
    }
}

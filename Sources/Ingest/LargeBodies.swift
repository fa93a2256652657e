import Synchronization

/// Lets one large body at a time be judged and accepted, in the order of asking; the others wait.
///
/// A body is large once its matched events hold more than ``IngestLimits/heldBytes``. So the memory for all requests is
/// that of one large body and of as many small ones as the transport admits, however many large ones are sent at once:
/// 200 KiB of gzip inflate to 64 MiB of events, all of which are kept until they are durable.
final class LargeBodies: Sendable {
    private struct State {
        var isTaken = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    /// How many bodies wait for their turn.
    var waitingCount: Int { state.withLock(\.waiting.count) }

    /// Waits for the turn of a body, which is over when the value goes out of scope.
    ///
    /// A task that is cancelled still waits for its turn: there is no other order in which to forget it.
    func turn() async -> Turn {
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                guard state.isTaken else {
                    state.isTaken = true
                    return true
                }
                state.waiting.append(continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
        return Turn(of: self)
    }

    private func next() {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard !state.waiting.isEmpty else {
                state.isTaken = false
                return nil
            }
            return state.waiting.removeFirst()
        }
        next?.resume()
    }

    /// The turn of one body.
    struct Turn: ~Copyable, Sendable {
        private let bodies: LargeBodies

        fileprivate init(of bodies: LargeBodies) { self.bodies = bodies }

        deinit { bodies.next() }
    }
}

import Alerts
import Synchronization

/// Readers that are not in use, all for the rules in force.
final class ReaderPool: Sendable {
    /// Room for 64 readers; one takes some 300 KiB. More than that are made and freed as they are needed.
    typealias Slots = InlineArray<64, PooledReader?>

    private struct State: ~Copyable {
        var rules: LiveRules
        /// How many times the rules were replaced.
        var generation = 0
        /// The first ``freeCount`` slots hold readers, the others none.
        var slots = Slots { _ in nil }
        var freeCount = 0
    }

    private let state: Mutex<State>

    init(_ rules: LiveRules) { state = Mutex(State(rules: rules)) }

    /// The rules in force.
    var rules: LiveRules { state.withLock { $0.rules } }

    /// How many readers are not in use.
    var freeCount: Int { state.withLock { $0.freeCount } }

    /// Puts other rules in force. Readers in use judge their body to its end by the rules they began with.
    func replaceRules(with rules: LiveRules) {
        var other = State(rules: rules)
        state.withLock { state in
            other.generation = state.generation &+ 1
            swap(&state, &other)
        }
        // The old rules are freed here, outside the lock: that takes a while.
    }

    /// A reader that nobody else uses. Hand it to ``giveBack(_:)`` afterwards.
    func take() -> PooledReader {
        var taken: PooledReader?
        let (rules, generation) = state.withLock { state in
            if state.freeCount > 0 {
                state.freeCount -= 1
                taken = state.slots[state.freeCount].take()
            }
            return (state.rules, state.generation)
        }
        return taken.take() ?? PooledReader(rules, generation: generation)
    }

    /// Keeps a reader for the next body. One for older rules, and one for which there is no room, is freed.
    func giveBack(_ reader: consuming PooledReader) {
        var returned: PooledReader? = reader
        state.withLock { state in
            guard returned?.generation == state.generation, state.freeCount < Slots.count else { return }
            state.slots[state.freeCount] = returned.take()
            state.freeCount += 1
        }
    }
}

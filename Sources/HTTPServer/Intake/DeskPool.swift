import Alerts
import Synchronization

/// Desks that are free, all for the rules now in force.
final class DeskPool: Sendable {
    private struct State {
        var rules: CompiledRules
        /// Counts the times that rules were replaced.
        var generation = 0
        var free: [IntakeDesk] = []
    }

    private let state: Mutex<State>

    init(_ rules: CompiledRules) { state = Mutex(State(rules: rules)) }

    var rules: CompiledRules { state.withLock(\.rules) }

    /// Requests already at a desk are judged by the rules they began with.
    func replaceRules(with rules: CompiledRules) {
        let old = state.withLock { state in
            let old = state
            state = State(rules: rules, generation: state.generation &+ 1)
            return old
        }
        // Let go of outside the lock: freeing compiled rules takes a while.
        withExtendedLifetime(old) {}
    }

    func take() -> IntakeDesk {
        let (desk, rules, generation) = state.withLock { ($0.free.popLast(), $0.rules, $0.generation) }
        return desk ?? IntakeDesk(rules, generation: generation)
    }

    func giveBack(_ desk: IntakeDesk) {
        state.withLock { state in
            guard desk.generation == state.generation, state.free.count < ServerLimits.freeDesks else { return }
            state.free.append(desk)
        }
    }
}

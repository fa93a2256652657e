internal import Alerts
internal import Diagnostics
internal import Logging
internal import Rules
internal import Synchronization
internal import TextFormats

/// The rules that relay uses now, and how the last reading of the rules file went.
final class CurrentRules: Sendable {
    /// The rules and how they were loaded.
    struct State {
        /// The rules in force.
        var rules: CompiledRules
        /// A hash of the file's bytes: two relays with the same use the same rules.
        var fingerprint: String { rules.file.source.fingerprint }
        /// When these rules came into force.
        var loadedAt: Timestamp
        /// How often the file could not be used when it was read anew.
        var failedReloads = 0
        /// The first error of the last reading; nil if that had none.
        var lastProblem: String?
    }

    private let state: Mutex<State>

    init(_ rules: CompiledRules, loadedAt: Timestamp) { state = Mutex(State(rules: rules, loadedAt: loadedAt)) }

    /// The rules and their state at this moment.
    var now: State { state.withLock { $0 } }

    /// Puts other rules in force.
    func replace(with rules: CompiledRules, at now: Timestamp) {
        state.withLock { state in
            state.rules = rules
            state.loadedAt = now
            state.lastProblem = nil
        }
    }

    /// Counts a file that could not be used.
    func note(problem: String) {
        state.withLock { state in
            state.failedReloads += 1
            state.lastProblem = problem
        }
    }
}

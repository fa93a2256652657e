internal import Alerts
internal import Diagnostics
internal import Logging
import Rules
internal import Synchronization
internal import TextFormats

/// The rules that relay goes by now, and how reading them anew has gone.
final class RulesInForce: Sendable {
    struct State {
        var rules: LiveRules
        /// Of the file's bytes, as far as they are shown: two relays with the same go by the same rules.
        var fingerprint: String { rules.file.source.fingerprint }
        var loadedAt: Timestamp
        /// How often the file could not be used when it was read anew.
        var failedReloads = 0
        /// What was wrong with it the last time; nil since it was last read without errors.
        var lastProblem: String?
    }

    private let state: Mutex<State>

    init(_ rules: LiveRules, loadedAt: Timestamp) { state = Mutex(State(rules: rules, loadedAt: loadedAt)) }

    var now: State { state.withLock { $0 } }

    func replace(with rules: LiveRules, at now: Timestamp) {
        state.withLock { state in
            state.rules = rules
            state.loadedAt = now
            state.lastProblem = nil
        }
    }

    func note(problem: String) {
        state.withLock { state in
            state.failedReloads += 1
            state.lastProblem = problem
        }
    }
}

public import Outbox
import Synchronization
public import TextFormats

/// A clock that stands still until it is moved by hand.
public final class HandClock: WallClock {
    private struct Sleeper {
        let wakesAt: Timestamp
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var now: Timestamp
        var nextNumber = 0
        var sleepers: [Int: Sleeper] = [:]
        var isCancelledEarly: Set<Int> = []
        /// Tasks that wait for somebody to sleep.
        var watchers: [(sleepers: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state: Mutex<State>

    /// A clock that shows this time.
    public init(_ now: Timestamp = Timestamp(milliseconds: 1_772_442_847_000)) {
        state = Mutex(State(now: now))
    }

    /// As ``WallClock/now``.
    public var now: Timestamp { state.withLock(\.now) }

    /// How many tasks sleep.
    public var sleeperCount: Int { state.withLock { $0.sleepers.count } }

    /// When the next sleeper wakes; nil if nobody sleeps.
    public var nextWake: Timestamp? { state.withLock { $0.sleepers.values.map(\.wakesAt).min() } }

    /// Moves time forward, and wakes those whose time has come.
    public func advance(by duration: Duration) { advance(to: now + duration) }

    /// Moves time forward to a moment, and wakes those whose time has come.
    public func advance(to moment: Timestamp) {
        let due = state.withLock { state -> [Sleeper] in
            state.now = max(state.now, moment)
            let due = state.sleepers.filter { $0.value.wakesAt <= state.now }
            for number in due.keys { state.sleepers[number] = nil }
            return due.values.sorted { $0.wakesAt < $1.wakesAt }
        }
        for sleeper in due { sleeper.continuation.resume() }
    }

    /// Sets the time, backward too. Those who sleep do so for as long as before.
    public func set(to moment: Timestamp) {
        state.withLock { state in
            let difference = moment - state.now
            state.now = moment
            state.sleepers = state.sleepers.mapValues {
                Sleeper(wakesAt: $0.wakesAt + difference, continuation: $0.continuation)
            }
        }
    }

    /// Returns once so many tasks sleep: then nothing happens until time moves.
    public func untilSleeping(_ count: Int = 1) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.sleepers.count >= count { return true }
                state.watchers.append((count, continuation))
                return false
            }
            if isThere { continuation.resume() }
        }
    }

    /// As ``WallClock/sleep(until:)``.
    public func sleep(until moment: Timestamp) async throws {
        let number = state.withLock { state in
            state.nextNumber += 1
            return state.nextNumber
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                enum Verdict { case asleep, awake, cancelled }
                let (verdict, watchers) = state.withLock { state -> (Verdict, [CheckedContinuation<Void, Never>]) in
                    if state.isCancelledEarly.remove(number) != nil { return (.cancelled, []) }
                    if moment <= state.now { return (.awake, []) }
                    state.sleepers[number] = Sleeper(wakesAt: moment, continuation: continuation)
                    let count = state.sleepers.count
                    let watchers = state.watchers.filter { $0.sleepers <= count }.map(\.continuation)
                    state.watchers.removeAll { $0.sleepers <= count }
                    return (.asleep, watchers)
                }
                switch verdict {
                case .asleep: for watcher in watchers { watcher.resume() }
                case .awake: continuation.resume()
                case .cancelled: continuation.resume(throwing: CancellationError())
                }
            }
        } onCancel: {
            let sleeper = state.withLock { state -> Sleeper? in
                guard let sleeper = state.sleepers.removeValue(forKey: number) else {
                    state.isCancelledEarly.insert(number)
                    return nil
                }
                return sleeper
            }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }
}

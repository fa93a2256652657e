internal import Logging
internal import Outbox
internal import Sending
internal import ServiceLifecycle
internal import Synchronization
internal import TextFormats

/// Sees to it that a clock which is set, while relay runs or while it does not, neither holds up what is to be sent, nor
/// ends it early, nor has anything removed.
final class Timekeeping: Service {
    /// How soon it is noticed that the clock was set.
    static let interval = Duration.seconds(1)
    /// How often the store is told what time it is. What a start finds is known to this precision.
    static let keepInterval = Duration.seconds(60)

    private struct State {
        var pruning: PruningTime
        var leaps = 0
        var lastLeap: (duration: Duration, at: ContinuousClock.Instant)?
    }

    private let store: any OutboxOperations
    private let clock: SteadyClock
    private let delivery: DeliveryService
    private let logger: Logger
    private let state: Mutex<State>

    init(store: any OutboxOperations, clock: SteadyClock, delivery: DeliveryService, logger: Logger) {
        self.store = store
        self.clock = clock
        self.delivery = delivery
        self.logger = logger
        state = Mutex(State(pruning: PruningTime(clock.now)))
    }

    /// Finds out what became of the clock since the store was last used, before anything is sent.
    func resume() async throws(StoreError) {
        let kept = try await store.time()
        let now = clock.now
        state.withLock { state in
            state.pruning = PruningTime(kept?.pruningAt ?? now)
            state.pruning.advance(to: now, elapsed: .zero)
        }
        let shift = kept.flatMap { TimeShift(resumingAt: now, lastSeen: $0.seenAt) }
        try await store.keep(storeTime(at: now), shifting: shift)
        if let shift, shift.difference < .zero - SteadyTime.leapLimit {
            logger.warning(
                "the clock is behind the time at which the store was last used: it was set back, or was wrong then",
                metadata: ["store": "\(shift.from)", "clock": "\(shift.to)"])
        }
        for remark in report.remarks { logger.warning("\(remark)") }
    }

    /// Looks at the clock until relay is asked to end.
    func run() async throws {
        await cancelWhenGracefulShutdown { await self.watch() }
        try? await store.keep(storeTime(at: clock.now), shifting: nil)
    }

    private func watch() async {
        var untold = Duration.zero
        while (try? await clock.sleep(until: clock.now + Self.interval)) != nil {
            if clock.leap != nil { await follow() }
            untold += Self.interval
            guard untold >= Self.keepInterval else { continue }
            untold = .zero
            // That the store fails is said by others.
            try? await store.keep(storeTime(at: clock.now), shifting: nil)
        }
    }

    /// The time by which old entries are removed.
    ///
    /// - Parameter elapsed: How long ago it was last asked for; zero for the first time.
    func pruningTime(elapsed: Duration) -> Timestamp {
        let now = clock.now
        return state.withLock { state in
            state.pruning.advance(to: now, elapsed: elapsed)
            return state.pruning.moment
        }
    }

    /// For `/readyz` and the metrics.
    var report: ClockReport {
        let now = clock.now
        return state.withLock { state in
            let last = state.lastLeap.flatMap { last in
                last.at.duration(to: .now) < ClockReport.leapIsNewsFor ? last.duration : nil
            }
            return ClockReport(leaps: state.leaps, lastLeap: last, pruningLag: now - state.pruning.moment)
        }
    }

    private func storeTime(at now: Timestamp) -> StoreTime {
        StoreTime(seenAt: now, pruningAt: state.withLock(\.pruning.moment))
    }

    /// Takes over a time that was set. Where the store cannot be written, the steady time goes on, and it is tried again.
    private func follow() async {
        await delivery.follow { [self] in
            let before = clock.now
            guard let leap = clock.leap else { return nil }
            do throws(StoreError) {
                let shift = TimeShift(from: before, to: before + leap)
                try await store.keep(storeTime(at: shift.to), shifting: shift)
            } catch {
                return nil
            }
            // Read again: what was moved above is off by the moments in between, and by no leap.
            let adopted = clock.adopt() ?? leap
            state.withLock { state in
                state.leaps += 1
                state.lastLeap = (adopted, .now)
            }
            logger.error("\(ClockReport.sentence(onLeap: adopted))")
            return adopted
        }
    }
}

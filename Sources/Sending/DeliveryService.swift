package import Alerts
package import Logging
package import Outbox
package import Rules
import TextFormats

/// Delivers what the store holds, until it is told to stop.
///
/// ```swift
/// let service = DeliveryService(store: store, rules: rules, secrets: secrets, transport: transport, clock: clock)
/// async let done: Void = service.run()  // until cancelled
/// await service.enqueue(accepted)
/// ```
///
/// A delivery is on record as on its way before it is sent, and as settled after: a crash loses nothing, and leaves
/// in doubt only what was on its way.
package actor DeliveryService {
    /// What tests set otherwise than relay does.
    package struct Settings: Sendable {
        /// How much may be under way or in memory.
        package var limits = DeliveryQueue.Limits()
        /// How often the store is asked whether another process has changed it.
        package var pollInterval: Duration = .seconds(1)
        /// How long deliveries that are on their way may take before a time is taken over that was set. An attempt takes
        /// no longer; one whose outcome the store does not take is not waited for.
        package var quietTime: Duration = .seconds(12)
        /// How long deliveries that are on their way may take at the end.
        package var drainTime: Duration = .seconds(6)

        /// relay's own settings.
        package init() {}
    }

    /// How long to wait before the store is tried again, at first and at most.
    package static let storeRetryDelays: ClosedRange<Duration> = .milliseconds(250)...(.seconds(10))

    let store: any DeliveryStore
    /// By which the store knows what this service has leased.
    let owner: String
    let clock: any WallClock
    let logger: Logger
    let settings: Settings
    let tokens: TokenSource
    let sender: AttemptSender
    private let onBlocked: @Sendable (DestinationHealth) -> Void

    var rules: CompiledRules
    var queue: DeliveryQueue
    /// When what waits for the configuration to be mended is tried again.
    var schedule = WaitingSchedule()
    var random: any RandomNumberGenerator & Sendable
    /// Whether the deliveries that a crash left behind have been recovered. Before, nothing starts: a delivery
    /// that this service has begun must not be recovered as one of an earlier service.
    package private(set) var isReady = false
    var isStopping = false
    /// While the time is being set: nothing starts.
    private(set) var isHeld = false
    private var healthTracker = DestinationHealthTracker()
    /// Destinations where Slack did not like `metadata`.
    private var withoutMetadata: Set<LaneKey> = []
    var tasks: [Int: Task<Void, Never>] = [:]
    var taskNumber = 0
    var timer: (number: Int, wakesAt: Timestamp, task: Task<Void, Never>)?
    var quietWaiters: [CheckedContinuation<Void, Never>] = []
    private var changesSeen: Int64?
    private var recoveredAt: Timestamp?

    /// - Parameters:
    ///   - owner: As ``DeliveryLease/owner``; no other service that delivers out of the store has the same.
    ///   - onBlocked: called once for each mistake in the configuration that a destination's answers reveal, until a
    ///     delivery gets through again.
    package init(
        store: any DeliveryStore, rules: CompiledRules, secrets: any SecretSource, transport: any HTTPTransport,
        clock: any WallClock, logger: Logger, settings: Settings = Settings(),
        random: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
        owner: String = "\(UInt64.random(in: .min ... .max))",
        onBlocked: @escaping @Sendable (DestinationHealth) -> Void = { _ in }
    ) {
        self.store = store
        self.rules = rules
        self.clock = clock
        self.logger = logger
        self.settings = settings
        self.random = random
        self.owner = owner
        self.onBlocked = onBlocked
        tokens = TokenSource(secrets: secrets, transport: transport, clock: clock)
        sender = AttemptSender(secrets: secrets, transport: transport, tokens: tokens, clock: clock)
        queue = DeliveryQueue(limits: settings.limits)
        queue.setPaces(rules.paces)
    }

    /// Delivers until the task is cancelled; then waits a bounded time for what is on its way.
    package func run() async throws(StoreError) {
        try await recover()
        changesSeen = try? await store.changesByOthers()
        proceed()
        while !Task.isCancelled {
            do {
                try await clock.sleep(until: clock.now + settings.pollInterval)
            } catch {
                break
            }
            await lookForChanges()
            await recoverAgain()
        }
        await drain()
    }

    /// Looks for leases that have run out, now and then: another process may have died.
    private func recoverAgain() async {
        guard let recoveredAt, clock.now >= recoveredAt + DeliveryLease.duration else { return }
        do throws(StoreError) {
            if try await recover() > 0 { readAgain() }
        } catch {
            logger.error("leases cannot be looked through", metadata: ["reason": "\(error)"])
        }
    }

    /// Sees to it that what was on its way when its sender ended is sent again. Once before anything starts, and again
    /// after every ``DeliveryLease/duration``.
    ///
    /// - Returns: how many there were.
    @discardableResult
    package func recover() async throws(StoreError) -> Int {
        let now = clock.now
        let recovered = try await store.recoveredFromInterruption(at: now, by: owner)
        await readWaiting(isStart: !isReady)
        isReady = true
        recoveredAt = now
        guard !recovered.isEmpty else { return 0 }
        logger.warning(
            "deliveries were on their way when relay last ended, and are sent again",
            metadata: ["count": "\(recovered.count)"])
        for delivery in recovered where delivery.interruptions >= InterruptionPolicy.setAsideFrom {
            logger.critical(
                "a delivery was on its way each time when relay ended, and is set aside for a while",
                metadata: [
                    "delivery": "\(delivery.id)", "destination": "\(delivery.apiDestination)",
                    "times": "\(delivery.interruptions)", "due": "\(delivery.dueAt)",
                ])
        }
        return recovered.count
    }

    /// Takes in what was just accepted.
    package func enqueue(_ deliveries: [PendingDelivery]) {
        queue.add(deliveries, at: clock.now)
        proceed()
    }

    /// From now on deliveries go where these rules say.
    package func replaceRules(_ rules: CompiledRules) async {
        self.rules = rules
        queue.setPaces(rules.paces)
        healthTracker.keep(only: rules.file.apiDestinations.map(\.name))
        withoutMetadata = []
        await tokens.keep(only: rules.file.oauthAuthorizations)
        schedule.reconsider(at: clock.now)
        proceed()
    }

    /// How sending to each destination goes.
    package func health() -> [DestinationHealth] {
        let now = clock.now
        return healthTracker.all.map { health in
            var health = health
            let lane = LaneKey(apiDestination: health.apiDestination, channel: health.channel)
            health.pausedUntil = queue.pausedUntil(lane, at: now)
            return health
        }
    }

    /// Asks the store whether another process has changed it, as `relay outbox redrive` does.
    package func lookForChanges() async {
        guard let changes = try? await store.changesByOthers() else { return }
        let isNews = changesSeen.map { $0 != changes } ?? false
        changesSeen = changes
        if isNews { readAgain() }
    }

    /// Looks through the whole store for deliveries that became pending.
    package func readAgain() {
        queue.readAgain()
        proceed()
    }

    /// Takes a time over that was set: starts nothing new, lets what is on its way end within
    /// ``Settings/quietTime``, and then moves what is to come.
    ///
    /// - Parameter adopt: Moves what the store has, and sets the clock. Returns by how much; nil where it could not.
    package func follow(_ adopt: @Sendable () async -> Duration?) async {
        isHeld = true
        let deadline = clock.now + settings.quietTime
        while !(queue.isQuiet && tasks.isEmpty), clock.now < deadline {
            do { try await clock.sleep(until: clock.now + Self.quietInterval) } catch { break }
        }
        if let difference = await adopt() {
            queue.shift(by: difference)
            schedule.shift(by: difference)
            recoveredAt = recoveredAt.map { $0 + difference }
            // It waits for a moment that is now another.
            timer?.task.cancel()
            timer = nil
        }
        isHeld = false
        proceed()
    }

    private static let quietInterval: Duration = .milliseconds(50)

    /// Returns once nothing is on its way, and nothing could start before time moves on.
    package func untilQuiet() async {
        guard !(queue.isQuiet && tasks.isEmpty) else { return }
        await withCheckedContinuation { quietWaiters.append($0) }
    }
}

// MARK: - Health

extension DeliveryService {
    func note(_ outcome: AttemptOutcome, of lane: LaneKey) {
        guard let blocked = healthTracker.note(outcome, of: lane, at: clock.now) else { return }
        logger.critical(
            "a destination refuses what relay sends until its configuration is put right; deliveries wait",
            metadata: [
                "destination": "\(blocked.apiDestination)", "channel": "\(blocked.channel ?? "-")",
                "reason": "\(blocked.blockedBecause ?? "")",
            ])
        onBlocked(blocked)
    }

    func assumeBlocked(_ group: WaitingGroup) {
        let lane = group.errorCode.concernsChannel ? group.lane : LaneKey(apiDestination: group.lane.apiDestination)
        healthTracker.assumeBlocked(lane, because: group.reason, since: group.oldest)
    }

    func carriesMetadata(_ apiDestination: String) -> Bool {
        !withoutMetadata.contains(LaneKey(apiDestination: apiDestination))
    }

    /// Slack did not take the metadata, so that from now on messages go without.
    func leaveOutMetadata(_ apiDestination: String) {
        withoutMetadata.insert(LaneKey(apiDestination: apiDestination))
    }
}

extension CompiledRules {
    fileprivate var paces: [String: DeliveryQueue.Pace] {
        var paces: [String: DeliveryQueue.Pace] = [:]
        for destination in file.apiDestinations {
            paces[destination.name] = DeliveryQueue.Pace(
                perSecond: destination.invocationRateLimitPerSecond,
                perSecondAndChannel: destination.messagesPerSecondPerChannel,
                failoverAfter: destination.failover == nil
                    ? nil : destination.failoverAfterSeconds.map { .seconds($0) })
        }
        return paces
    }
}

extension RulesFile {
    fileprivate var oauthAuthorizations: Set<OAuthClientCredentials> {
        Set(connections.compactMap { if case .oauth(let oauth) = $0.authorization { oauth } else { nil } })
    }
}

import Alerts
import Logging
import Outbox
import Rules
import SlackMessages
import TextFormats

extension DeliveryService {
    /// Puts deliveries on record as on their way, and sends each.
    func start(_ ids: [DeliveryID]) async {
        let begun: [Delivery]
        do throws(StoreError) {
            begun = try await store.begin(ids, at: clock.now, as: lease)
        } catch {
            postpone(ids, because: error)
            return
        }
        let present = Set(begun.map(\.id))
        // Dropped, or delivered by somebody else.
        for id in ids where !present.contains(id) { queue.end(id, .over, at: clock.now) }
        for delivery in begun { spawn { await $0.attempt(delivery) } }
    }

    private var lease: DeliveryLease { DeliveryLease(owner: owner, until: clock.now + DeliveryLease.duration) }

    private func postpone(_ ids: [DeliveryID], because error: StoreError) {
        logger.error("the store cannot be written; nothing is sent meanwhile", metadata: ["reason": "\(error)"])
        let now = clock.now
        for id in ids { queue.end(id, .postponed(until: now + Self.storeRetryDelays.upperBound), at: now) }
    }

    private func attempt(_ delivery: Delivery) async {
        let destination = delivery.content.apiDestination
        let startedAt = clock.now
        let outcome = await outcome(of: delivery)
        if outcome.kind == .unrenderable, outcome.slackError?.concernsMetadata == true {
            leaveOutMetadata(destination)
        }
        let settlement = settlement(of: delivery, outcome, startedAt: startedAt)
        let lane = LaneKey(apiDestination: destination, channel: delivery.content.channel)
        note(outcome, of: lane)
        log(settlement, of: delivery, pause: outcome.pause)
        switch settlement.next {
        case .delivered: schedule.delivered(lane, at: clock.now)
        case .waiting: schedule.hold(lane, at: clock.now)
        case .later, .dead: break
        }
        let failoverAt = settlement.failover == nil ? rules.failoverTime(of: delivery) : nil
        await settle(settlement, outcome, failoverAt: failoverAt)
    }

    /// Sends a delivery, unless it is given up without that, or relay ends. What was cut off by the end may have arrived:
    /// it goes on record as interrupted, and the next start sends it again.
    private func outcome(of delivery: Delivery) async -> AttemptOutcome {
        if let refusal = delivery.refusal { return AttemptOutcome(.interrupted, reason: refusal.errorMessage) }
        guard !isStopping else { return AttemptOutcome(.interrupted, reason: "not sent: relay was ending") }
        let carriesMetadata = carriesMetadata(delivery.content.apiDestination) && !delivery.sendsPlainText
        return await sender.attempt(delivery, by: rules.file, carriesMetadata: carriesMetadata)
    }

    private func settlement(
        of delivery: Delivery, _ outcome: AttemptOutcome, startedAt: Timestamp
    ) -> Settlement {
        let now = clock.now
        var random = AnyRandom(random)
        defer { self.random = random.base }
        let next: NextStep =
            if let refusal = delivery.refusal {
                .dead(refusal)
            } else {
                NextStep(after: outcome, on: delivery, now: now, random: &random)
            }
        let attempt = Attempt(
            number: delivery.attempts + 1, startedAt: startedAt, endedAt: max(startedAt, now),
            status: outcome.status, outcome: outcome.kind, reason: outcome.reason,
            excerpt: outcome.excerpt)
        return Settlement(
            delivery: delivery.id, attempt: attempt, next: next,
            failover: failover(for: delivery, next, now: now),
            announcedUses: outcome.kind == .delivered ? outcome.announcedUses : nil)
    }

    private func failover(for delivery: Delivery, _ next: NextStep, now: Timestamp) -> NewDelivery? {
        guard let destination = rules.file.apiDestination(delivery.content.apiDestination),
            destination.failsOver(delivery, next: next, now: now)
        else { return nil }
        return rules.failover(for: delivery)
    }

    /// Puts an outcome on record, however long the store takes to be able to. Nothing is sent again meanwhile.
    ///
    /// - Parameter failoverAt: When the delivery goes to the other destination, should it not have arrived by then.
    func settle(
        _ settlement: Settlement, _ outcome: AttemptOutcome, isFailure: Bool = true, failoverAt: Timestamp? = nil
    ) async {
        var delay = Self.storeRetryDelays.lowerBound
        while true {
            do throws(StoreError) {
                switch try await store.settle(settlement, by: owner) {
                case .settled(let further):
                    finish(settlement, outcome, isFailure: isFailure, failoverAt: failoverAt)
                    queue.add(further, at: clock.now)
                case .leaseLost:
                    logger.warning(
                        "an outcome came too late: the delivery has been taken over",
                        metadata: ["delivery": "\(settlement.delivery)"])
                    queue.end(settlement.delivery, .over, at: clock.now)
                }
                return
            } catch {
                logger.error(
                    "an outcome cannot be put on record yet; trying on",
                    metadata: ["delivery": "\(settlement.delivery)", "reason": "\(error)"])
            }
            do {
                try await clock.sleep(until: clock.now + delay)
            } catch {
                // The end has come first: on record it is still on its way.
                return queue.end(settlement.delivery, .over, at: clock.now)
            }
            delay = min(delay * 2, Self.storeRetryDelays.upperBound)
        }
    }

    private func finish(
        _ settlement: Settlement, _ outcome: AttemptOutcome, isFailure: Bool, failoverAt: Timestamp?
    ) {
        let ending: DeliveryQueue.Ending =
            switch settlement.next {
            case .delivered: .delivered
            case .waiting, .dead: .over
            case .later(let dueAt, _):
                .later(
                    dueAt: dueAt, isFailure: isFailure && outcome.kind.passes, pause: outcome.pause,
                    failoverAt: failoverAt)
            }
        queue.end(settlement.delivery, ending, at: clock.now)
    }
}

// MARK: - Handing over

extension DeliveryService {
    /// Gives a delivery to the other destination because its lane has failed for too long. It is not sent to its own now.
    func failOver(_ id: DeliveryID) async {
        let begun: [Delivery]
        do throws(StoreError) {
            begun = try await store.begin([id], at: clock.now, as: lease)
        } catch {
            postpone([id], because: error)
            return
        }
        guard let delivery = begun.first else { return queue.end(id, .over, at: clock.now) }
        let now = clock.now
        let outcome = AttemptOutcome(.throttled, reason: "not sent: waiting while the destination keeps failing")
        let attempt = Attempt(
            number: delivery.attempts + 1, startedAt: now, endedAt: now, status: nil, outcome: outcome.kind,
            reason: outcome.reason)
        let next = NextStep.later(dueAt: delivery.dueAt, asPlainText: delivery.sendsPlainText)
        let settlement = Settlement(
            delivery: id, attempt: attempt, next: next, failover: failover(for: delivery, next, now: now))
        log(settlement, of: delivery)
        await settle(settlement, outcome, isFailure: false)
    }
}

extension CompiledRules {
    /// When a delivery that has not arrived goes to the other destination too; nil if it does not, or has gone there.
    fileprivate func failoverTime(of delivery: Delivery) -> Timestamp? {
        guard !delivery.hasFailedOver, let destination = file.apiDestination(delivery.content.apiDestination),
            destination.failover != nil, let seconds = destination.failoverAfterSeconds
        else { return nil }
        return delivery.startedAt + .seconds(seconds)
    }
}

extension AttemptOutcome {
    /// How long the lane is asked to be left alone.
    fileprivate var pause: Duration? {
        guard kind.passes, case .wait(let wait) = retryAfter else { return nil }
        return wait
    }
}

/// Lets a generator whose type is not known be handed on by reference.
private struct AnyRandom: RandomNumberGenerator {
    var base: any RandomNumberGenerator & Sendable

    init(_ base: any RandomNumberGenerator & Sendable) { self.base = base }

    mutating func next() -> UInt64 { base.next() }
}

// MARK: - The log

extension DeliveryService {
    /// One line for each outcome. No body, no address, no secret.
    ///
    /// - Parameter pause: How long the destination asked to be left alone.
    private func log(_ settlement: Settlement, of delivery: Delivery, pause: Duration? = nil) {
        let attempt = settlement.attempt
        var metadata: Logger.Metadata = [
            "delivery": "\(delivery.id)", "rule": "\(delivery.content.rule)",
            "destination": "\(delivery.content.apiDestination)", "attempt": "\(attempt.number)",
            "outcome": "\(attempt.outcome.rawValue)", "reason": "\(attempt.reason)",
            "latency_ms": "\((attempt.endedAt - attempt.startedAt).wholeMilliseconds)",
        ]
        if let pause { metadata["asked_to_wait_s"] = "\(pause.components.seconds)" }
        if let channel = delivery.content.channel { metadata["channel"] = "\(channel)" }
        if let other = settlement.failover { metadata["handed_to"] = "\(other.apiDestination)" }
        let (level, message): (Logger.Level, Logger.Message) =
            switch settlement.next {
            case .delivered: (.info, "delivered")
            case .later: (.warning, "not delivered yet")
            case .waiting: (.error, "waits for the configuration to be put right")
            case .dead: (.error, "given up")
            }
        if case .later(let dueAt, _) = settlement.next { metadata["due"] = "\(dueAt)" }
        logger.log(level: level, message, metadata: metadata)
    }
}

public import TextFormats

/// Everything that putting one attempt on record writes, worked out before anything is written.
///
/// A store writes it as it stands, in one transaction, if the delivery still stands where ``expected`` says.
public struct SettlementPlan: Hashable, Sendable {
    /// What the plan rests on.
    public var expected: DeliveryStanding
    /// The attempt. Its number is the store's to give: one more than the attempts on record.
    public var attempt: Attempt
    /// Where the delivery stands from now on, its storm included.
    public var standing: DeliveryStanding
    /// The delivery to the second destination, which belongs to the same event; received when this one was, and started
    /// at the end of the attempt.
    public var failover: NewDelivery?
    /// Whether the delivery, a summary, is to be sent again because there is more to tell.
    public var isReopened = false
    /// What is counted with it.
    public var counters = CounterChanges()

    /// What an attempt makes of a delivery that is being sent.
    public init(_ settlement: Settlement, on delivery: DeliveryStanding) {
        expected = delivery
        attempt = settlement.attempt
        standing = delivery
        standing.lease = nil
        standing.attempts += 1
        standing.interruptions = 0
        counters.tried(delivery.apiDestination, attempt.outcome, isAnother: delivery.attempts > 0)
        planFailover(settlement.failover)
        switch settlement.next {
        case .delivered(let messageTimestamp):
            deliver(messageTimestamp, announcing: settlement.announcedUses)
        case .later(let dueAt, let asPlainText):
            move(to: .pending, at: dueAt)
            standing.sendsPlainText = asPlainText
        case .waiting(let reason): move(to: .waiting, at: attempt.endedAt, because: reason)
        case .dead(let reason):
            move(to: .dead, at: attempt.endedAt, because: reason)
            counters.died(delivery.apiDestination, reason)
        }
    }

    /// What becomes of a delivery whose sender is gone: it is sent again, when ``InterruptionPolicy`` says, and the attempt
    /// is on record.
    public init(interrupting delivery: DeliveryStanding, at now: Timestamp) {
        let begunAt = delivery.begunAt ?? now
        let count = delivery.interruptions + 1
        let attempt = Attempt(
            number: 0, startedAt: begunAt, endedAt: max(now, begunAt), status: nil, outcome: .interrupted,
            reason: InterruptionPolicy.reason(after: count))
        let dueAt = now + InterruptionPolicy.delay(after: count)
        let next = NextStep.later(dueAt: dueAt, asPlainText: delivery.sendsPlainText)
        self.init(Settlement(delivery: delivery.id, attempt: attempt, next: next), on: delivery)
        standing.deadLetter = delivery.deadLetter
        standing.interruptions = count
    }

    private mutating func move(to state: DeliveryState, at moment: Timestamp, because reason: DeadLetter? = nil) {
        standing.state = state
        standing.dueAt = moment
        standing.deadLetter = reason
    }

    /// A second copy would alert twice.
    private mutating func planFailover(_ copy: NewDelivery?) {
        guard let copy, !standing.hasFailedOver else { return }
        standing.hasFailedOver = true
        failover = copy
        counters.handedOver(from: standing.apiDestination, to: copy)
        counters.planned(copy)
    }

    private mutating func deliver(_ messageTimestamp: String?, announcing uses: Int?) {
        move(to: .delivered, at: attempt.endedAt)
        let isNews = standing.storm.map { $0.announcedUses == 0 } ?? true
        counters.delivered(standing.apiDestination, latency: isNews ? attempt.endedAt - standing.receivedAt : nil)
        standing.storm?.announce(uses, messageTimestamp: messageTimestamp)
        // The message told of what had been folded when the attempt began.
        let begunAt = min(standing.begunAt ?? attempt.startedAt, attempt.startedAt)
        guard let dueAt = standing.storm?.nextSummary(at: attempt.endedAt, untoldSince: begunAt) else { return }
        counters.reopened(standing.apiDestination, from: .delivered)
        standing.state = .pending
        standing.dueAt = dueAt
        standing.startedAt = dueAt
        standing.attempts = 0
        standing.sendsPlainText = false
        isReopened = true
    }
}

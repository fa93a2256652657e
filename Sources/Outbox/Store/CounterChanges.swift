import TextFormats

/// What is to be added to counters for what happens to events and deliveries.
///
/// Adds up, so that a store writes each counter once for all that shares a transaction.
public struct CounterChanges: Hashable, Sendable {
    /// What is added to each counter.
    public private(set) var totals: [CounterKey: Int64] = [:]

    /// Nothing.
    public init() {}

    /// Adds to one counter; sums stop at the largest number, and names at ``CounterKey/nameBytesLimit``.
    public mutating func add(_ key: CounterKey, _ number: Int64 = 1) {
        let key = key.withBoundedNames
        let sum = totals[key, default: 0].addingReportingOverflow(number)
        totals[key] = sum.overflow ? .max : sum.partialValue
    }

    /// Adds to several counters.
    public mutating func add(_ counts: [Counter]) {
        for count in counts { add(count.key, count.value) }
    }

    /// Adds what other changes add.
    public mutating func add(_ other: Self) {
        for (key, number) in other.totals { add(key, number) }
    }
}

// MARK: - Deliveries

extension CounterChanges {
    /// A delivery is put into the outbox, or is a dead letter from the start.
    public mutating func planned(_ delivery: NewDelivery) {
        add(.planned(rule: delivery.rule, apiDestination: delivery.apiDestination))
        if let failure = delivery.failure { died(delivery.apiDestination, failure) }
    }

    /// - Parameter isAnother: whether it was tried before since it was begun, or redriven.
    public mutating func tried(_ apiDestination: String, _ outcome: AttemptOutcome.Kind, isAnother: Bool) {
        add(.attempts(apiDestination: apiDestination, outcome: outcome))
        if isAnother { add(.retries(apiDestination: apiDestination)) }
    }

    /// - Parameter latency: from receipt to delivery; nil for news of what had been told before.
    public mutating func delivered(_ apiDestination: String, latency: Duration?) {
        add(.settled(apiDestination: apiDestination, state: .delivered))
        guard let latency else { return }
        let milliseconds = max(0, latency.wholeMilliseconds)
        let bound = CounterKey.latencyBoundsMilliseconds.first { milliseconds <= Int64($0) }
        add(.latency(apiDestination: apiDestination, upToMilliseconds: bound))
        add(.latencySumMilliseconds(apiDestination: apiDestination), milliseconds)
    }

    /// A delivery is given up.
    public mutating func died(_ apiDestination: String, _ reason: DeadLetter) {
        add(.settled(apiDestination: apiDestination, state: .dead))
        add(.deadLettered(apiDestination: apiDestination, fault: reason.fault, errorCode: reason.errorCode))
    }

    /// A second destination is given a copy; the copy itself is counted by ``planned(_:)``.
    public mutating func handedOver(from apiDestination: String, to other: NewDelivery) {
        add(.handedOver(from: apiDestination, to: other.apiDestination))
    }

    /// Somebody has deliveries sent again.
    public mutating func redriven(_ apiDestination: String, from state: DeliveryState, count: Int64 = 1) {
        add(.redriven(apiDestination: apiDestination), count)
        reopened(apiDestination, from: state, count: count)
    }

    /// Somebody gives deliveries up.
    public mutating func dropped(_ apiDestination: String, from state: DeliveryState, count: Int64 = 1) {
        reopened(apiDestination, from: state, count: count)
        add(.settled(apiDestination: apiDestination, state: .dropped), count)
    }

    /// Only what was settled can be reopened; what waits is still in the outbox.
    public mutating func reopened(_ apiDestination: String, from state: DeliveryState, count: Int64 = 1) {
        if state.isSettled { add(.reopened(apiDestination: apiDestination, from: state), count) }
    }
}

import CloudTrail
public import Outbox
import TextFormats

/// Works out what is to be counted for what happens to events and deliveries; every store counts by it.
///
/// Adds up, so that a store writes each counter once for all that shares a transaction.
public struct Bookkeeping: Sendable {
    public private(set) var totals: [CountKey: Int64] = [:]

    public init() {}

    public mutating func add(_ key: CountKey, _ number: Int64 = 1) {
        let sum = totals[key, default: 0].addingReportingOverflow(number)
        totals[key] = sum.overflow ? .max : sum.partialValue
    }

    public mutating func add(_ counts: [Count]) {
        for count in counts { add(count.key, count.value) }
    }

    public mutating func add(_ other: Self) {
        for (key, number) in other.totals { add(key, number) }
    }
}

// MARK: - Events

extension Bookkeeping {
    /// An event that is no duplicate. What only goes on record did not come in: it is history.
    public mutating func accepted(_ submission: Submission) {
        guard submission.alerts else { return }
        add(.received(.accepted))
        for rule in submission.rules { add(.matched(rule: rule)) }
    }

    public mutating func duplicate(_ submission: Submission) {
        if submission.alerts { add(.received(.duplicate)) }
    }

    /// A use that is on record from now on, or was known from an archive and has now come in.
    public mutating func used(_ use: LedgerUse) {
        guard use.origin == .live else { return }
        add(.roleUse(role: use.role, account: use.account, outcome: use.outcome.rawValue))
    }

    public mutating func folded(_ fold: StormFold) { add(.folded(rule: fold.key.rule)) }
}

// MARK: - Deliveries

extension Bookkeeping {
    public mutating func planned(_ delivery: NewDelivery) {
        add(.planned(rule: delivery.rule, apiDestination: delivery.apiDestination))
        if let failure = delivery.failure { died(delivery.apiDestination, failure) }
    }

    /// - Parameter isAnother: whether it was tried before since it was begun, or redriven.
    public mutating func tried(_ apiDestination: String, _ outcome: Attempt.Outcome, isAnother: Bool) {
        add(.attempts(apiDestination: apiDestination, outcome: outcome))
        if isAnother { add(.retries(apiDestination: apiDestination)) }
    }

    /// - Parameter latency: from receipt to delivery; nil for news of what had been told before.
    public mutating func delivered(_ apiDestination: String, latency: Duration?) {
        add(.settled(apiDestination: apiDestination, state: .delivered))
        guard let latency else { return }
        let milliseconds = max(0, latency.wholeMilliseconds)
        let bound = CountKey.latencyBoundsMilliseconds.first { milliseconds <= Int64($0) }
        add(.latency(apiDestination: apiDestination, upToMilliseconds: bound))
        add(.latencySumMilliseconds(apiDestination: apiDestination), milliseconds)
    }

    public mutating func died(_ apiDestination: String, _ reason: DeadLetter) {
        add(.settled(apiDestination: apiDestination, state: .dead))
        add(.deadLettered(apiDestination: apiDestination, fault: reason.fault, errorCode: reason.errorCode))
    }

    public mutating func handedOver(from apiDestination: String, to other: NewDelivery) {
        add(.handedOver(from: apiDestination, to: other.apiDestination))
    }

    public mutating func redriven(_ apiDestination: String, from state: DeliveryState, count: Int64 = 1) {
        add(.redriven(apiDestination: apiDestination), count)
        reopened(apiDestination, from: state, count: count)
    }

    public mutating func dropped(_ apiDestination: String, from state: DeliveryState, count: Int64 = 1) {
        reopened(apiDestination, from: state, count: count)
        add(.settled(apiDestination: apiDestination, state: .dropped), count)
    }

    /// Only what was settled can be reopened; what waits is still in the outbox.
    public mutating func reopened(_ apiDestination: String, from state: DeliveryState, count: Int64 = 1) {
        if state.isSettled { add(.reopened(apiDestination: apiDestination, from: state), count) }
    }
}

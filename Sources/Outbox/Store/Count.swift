/// A counter of the books, by what it is told apart, and its value or what is added to it.
public struct Count: Hashable, Sendable {
    public var key: CountKey
    public var value: Int64

    public init(_ key: CountKey, _ value: Int64 = 1) {
        self.key = key
        self.value = value
    }
}

/// What the books count, durably: never less after a restart than before.
///
/// The names of rules and destinations come from the rules file; roles and accounts are the callers' words, so that
/// metrics bound how many are told apart.
public enum CountKey: Hashable, Sendable, Codable {
    /// One side of the books: events that came in and were read.
    case received(EventFate)
    /// Events that matched a rule, and were no duplicates.
    case matched(rule: String)
    /// Deliveries that were planned: the other side's sum.
    case planned(rule: String, apiDestination: String)
    /// Uses told in a summary instead of a message of their own.
    case folded(rule: String)
    case attempts(apiDestination: String, outcome: Attempt.Outcome)
    /// Attempts that were not the first.
    case retries(apiDestination: String)
    /// How often a delivery was delivered, given up, or dropped; more than once for one that was reopened.
    case settled(apiDestination: String, state: DeliveryState)
    /// Settled deliveries that left their state again: dead letters that were redriven or dropped, summaries with more to
    /// tell.
    case reopened(apiDestination: String, from: DeliveryState)
    case deadLettered(apiDestination: String, fault: DeadLetter.Fault, errorCode: DeadLetter.ErrorCode)
    case handedOver(from: String, to: String)
    case redriven(apiDestination: String)
    /// From receipt to delivery: deliveries whose latency is at most so many milliseconds, and more than the next lower
    /// of ``latencyBoundsMilliseconds``; nil above all of them.
    case latency(apiDestination: String, upToMilliseconds: Int?)
    case latencySumMilliseconds(apiDestination: String)
    /// Role uses that came in live. What an archive adds to the ledger is history, and no burst of uses now.
    case roleUse(role: String, account: String, outcome: String)
    /// Rows that grew too old.
    case pruned

    public static let latencyBoundsMilliseconds = [
        10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000, 3_600_000, 86_400_000,
    ]
}

/// What became of an event that came in.
public enum EventFate: String, CaseIterable, Hashable, Sendable, Codable {
    case accepted
    case duplicate
    case noRule = "no_rule"
    case invalid
}

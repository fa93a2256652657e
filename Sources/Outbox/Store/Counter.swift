/// A counter, and its value or what is added to it.
public struct Counter: Hashable, Sendable {
    /// What is counted.
    public var key: CounterKey
    /// The count, or what is added to it.
    public var value: Int64

    /// Memberwise.
    public init(_ key: CounterKey, _ value: Int64 = 1) {
        self.key = key
        self.value = value
    }
}

/// What is counted, durably: never less after a restart than before.
///
/// The names of rules and destinations come from the rules file; roles and accounts are chosen by callers, so that
/// metrics bound how many of them they show.
public enum CounterKey: Hashable, Sendable, Codable {
    /// Events that came in and were read, by what became of them.
    case received(IngestOutcome)
    /// Events that matched a rule, and were no duplicates.
    case matched(rule: String)
    /// Deliveries that were planned: the other side's sum.
    case planned(rule: String, apiDestination: String)
    /// Uses told in a summary instead of a message of their own.
    case folded(rule: String)
    /// Attempts, by how they ended.
    case attempts(apiDestination: String, outcome: AttemptOutcome.Kind)
    /// Attempts that were not the first.
    case retries(apiDestination: String)
    /// How often a delivery was delivered, given up, or dropped; more than once for one that was reopened.
    case settled(apiDestination: String, state: DeliveryState)
    /// Settled deliveries that left their state again: dead letters that were redriven or dropped, summaries with more to
    /// tell.
    case reopened(apiDestination: String, from: DeliveryState)
    /// Deliveries that were given up, by the reason.
    case deadLettered(apiDestination: String, fault: DeadLetter.Fault, errorCode: DeadLetter.ErrorCode)
    /// Deliveries of which a second destination was given a copy.
    case handedOver(from: String, to: String)
    /// Deliveries that somebody had sent again.
    case redriven(apiDestination: String)
    /// From receipt to delivery: deliveries whose latency is at most so many milliseconds, and more than the next lower
    /// of ``latencyBoundsMilliseconds``; nil above all of them.
    case latency(apiDestination: String, upToMilliseconds: Int?)
    /// The sum of what ``latency(apiDestination:upToMilliseconds:)`` counts.
    case latencySumMilliseconds(apiDestination: String)
    /// Role uses that came in live. What an archive adds to the ledger is history, and no burst of uses now.
    case roleUse(role: String, account: String, outcome: String)
    /// Rows that grew too old.
    case pruned

    /// The bounds of the latency histogram, upwards.
    public static let latencyBoundsMilliseconds = [
        10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000, 3_600_000, 86_400_000,
    ]
}

/// What became of an event that came in.
public enum IngestOutcome: String, CaseIterable, Hashable, Sendable, Codable {
    /// A rule matched it that had not been told of it or its copy before.
    case accepted
    /// Rules matched it, and all their targets had been told of it or its copy before.
    case duplicate
    /// No rule matched it.
    case noRule = "no_rule"
    /// It could not be read as an event.
    case invalid
}

/// How long the store keeps what it holds, each by age.
public struct Retention: Hashable, Sendable {
    /// Settled deliveries with their attempts and bodies.
    public var outboxDays = 90
    /// Role uses. The ledger outlives the outbox.
    public var ledgerDays = 1_096
    /// Ids by which copies of an event are known again. CloudTrail delivers late, archives are replayed later still.
    public var dedupeDays = 400

    public static let daysRange = 1...36_500

    public init() {}
}

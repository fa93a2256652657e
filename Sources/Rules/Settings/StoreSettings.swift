/// Where relay keeps deliveries and role uses, and how long.
public struct StoreSettings: Hashable, Sendable {
    /// Relative to the rules file.
    public var path = "relay.db"
    /// How long what it holds is kept.
    public var retention = Retention()

    /// `relay.db` beside the rules file, with the default retention.
    public init() {}
}

/// How long the store keeps what it holds, in days of age.
public struct Retention: Hashable, Sendable {
    /// Settled deliveries with their attempts and bodies.
    public var outboxDays = 90
    /// Role uses. The ledger outlives the outbox.
    public var ledgerDays = 1_096
    /// Ids by which copies of an event are recognised. CloudTrail delivers late, and archives are replayed later still.
    public var dedupeDays = 400

    /// What each of the three may be, in days: up to a hundred years.
    public static let daysRange = 1...36_500

    /// The defaults above.
    public init() {}
}

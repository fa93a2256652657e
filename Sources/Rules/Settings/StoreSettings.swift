/// Where relay keeps deliveries and role uses, and how long.
public struct StoreSettings: Hashable, Sendable {
    /// Relative to the rules file.
    public var path = "relay.db"
    /// How long what it holds is kept.
    public var retention = Retention()

    /// `relay.db` beside the rules file, with the default retention.
    public init() {}
}

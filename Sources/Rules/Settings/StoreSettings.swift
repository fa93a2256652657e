/// Where relay keeps what must not be lost, and how long.
public struct StoreSettings: Hashable, Sendable {
    /// Relative to the rules file.
    public var path = "relay.db"
    public var retention = Retention()

    public init() {}
}

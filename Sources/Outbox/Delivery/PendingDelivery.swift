public import TextFormats

/// What deciding when to send needs to know of a delivery; its body stays in the store.
public struct PendingDelivery: Hashable, Sendable, Identifiable {
    public var id: DeliveryID
    /// The order of acceptance: the store gives each delivery a greater number than those before it, from 1 up. No two
    /// have the same, and gaps mean nothing.
    public var sequence: Int64
    public var apiDestination: String
    public var channel: String?
    public var orderKey: String
    public var dueAt: Timestamp
    /// How often it has been tried, redrives counted from 0 again.
    public var attempts: Int

    public init(
        id: DeliveryID, sequence: Int64, apiDestination: String, channel: String? = nil, orderKey: String,
        dueAt: Timestamp, attempts: Int = 0
    ) {
        self.id = id
        self.sequence = sequence
        self.apiDestination = apiDestination
        self.channel = channel
        self.orderKey = orderKey
        self.dueAt = dueAt
        self.attempts = attempts
    }
}

public import TextFormats

/// What deciding when to send needs to know of a delivery; its body stays in the store.
public struct PendingDelivery: Hashable, Sendable, Identifiable {
    public var id: DeliveryID
    public var apiDestination: String
    public var channel: String?
    public var orderKey: String
    public var dueAt: Timestamp
    /// How often it has been tried, redrives counted from 0 again.
    public var attempts: Int

    public init(
        id: DeliveryID, apiDestination: String, channel: String? = nil, orderKey: String, dueAt: Timestamp,
        attempts: Int = 0
    ) {
        self.id = id
        self.apiDestination = apiDestination
        self.channel = channel
        self.orderKey = orderKey
        self.dueAt = dueAt
        self.attempts = attempts
    }
}

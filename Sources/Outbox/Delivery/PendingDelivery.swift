public import TextFormats

/// What deciding when to send needs to know of a delivery; its body stays in the store.
public struct PendingDelivery: Hashable, Sendable, Identifiable {
    /// The store's id.
    public var id: DeliveryID
    /// The order of acceptance: the store gives each delivery a greater number than those before it, from 1 up. No two
    /// have the same, and gaps mean nothing.
    public var sequence: Int64
    /// As ``NewDelivery/apiDestination``.
    public var apiDestination: String
    /// As ``NewDelivery/channel``.
    public var channel: String?
    /// As ``NewDelivery/orderKey``.
    public var orderKey: String
    /// As ``NewDelivery/givesWay``.
    public var givesWay: Bool
    /// As ``Delivery/dueAt``.
    public var dueAt: Timestamp
    /// How often it has been tried, redrives counted from 0 again.
    public var attempts: Int
    /// As ``DeliveryStanding/interruptions``.
    public var interruptions: Int
    /// As ``RetrySchedule/lastTryAt``: a pause of its lane holds it back no longer. Nil: for as long as the pause lasts.
    public var lastTryAt: Timestamp?

    /// Memberwise.
    public init(
        id: DeliveryID, sequence: Int64, apiDestination: String, channel: String? = nil, orderKey: String,
        givesWay: Bool = false, dueAt: Timestamp, attempts: Int = 0, interruptions: Int = 0,
        lastTryAt: Timestamp? = nil
    ) {
        self.id = id
        self.sequence = sequence
        self.apiDestination = apiDestination
        self.channel = channel
        self.orderKey = orderKey
        self.givesWay = givesWay
        self.dueAt = dueAt
        self.attempts = attempts
        self.interruptions = interruptions
        self.lastTryAt = lastTryAt
    }
}

public import TextFormats

/// One rendered request on its way to one destination, as the outbox keeps it.
public struct Delivery: Hashable, Sendable, Identifiable {
    /// The store's id.
    public var id: DeliveryID
    /// What is sent, and where.
    public var content: NewDelivery
    /// As ``Submission/eventID``.
    public var eventID: String?
    /// The event as compact JSON text.
    public var event: [UInt8]
    /// How the event came in.
    public var origin: EventOrigin
    /// When the event came in.
    public var receivedAt: Timestamp
    /// When the time to try ran, or runs, from: the acceptance, or the last redrive.
    public var startedAt: Timestamp
    /// Where the delivery stands.
    public var state: DeliveryState
    /// When it is to be tried next; when it was settled, once it is.
    public var dueAt: Timestamp
    /// Attempts since ``startedAt``.
    public var attempts: Int
    /// Whether the next attempt sends plain text, Slack having refused the blocks.
    public var sendsPlainText: Bool
    /// Whether ``APIDestination/failover`` has been given its copy.
    public var hasFailedOver: Bool
    /// Why it waits or was given up.
    public var deadLetter: DeadLetter?
    /// Of a summary, what it tells.
    public var storm: Storm?

    /// Memberwise.
    public init(
        id: DeliveryID, content: NewDelivery, eventID: String?, event: [UInt8], origin: EventOrigin,
        receivedAt: Timestamp, startedAt: Timestamp, state: DeliveryState, dueAt: Timestamp, attempts: Int = 0,
        sendsPlainText: Bool = false, hasFailedOver: Bool = false, deadLetter: DeadLetter? = nil, storm: Storm? = nil
    ) {
        self.id = id
        self.content = content
        self.eventID = eventID
        self.event = event
        self.origin = origin
        self.receivedAt = receivedAt
        self.startedAt = startedAt
        self.state = state
        self.dueAt = dueAt
        self.attempts = attempts
        self.sendsPlainText = sendsPlainText
        self.hasFailedOver = hasFailedOver
        self.deadLetter = deadLetter
        self.storm = storm
    }
}

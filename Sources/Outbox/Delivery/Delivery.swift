public import TextFormats

/// One rendered request on its way to one destination, as the outbox keeps it.
public struct Delivery: Hashable, Sendable, Identifiable {
    public var id: DeliveryID
    public var content: NewDelivery
    /// As ``Submission/eventID``.
    public var eventID: String?
    /// The event as compact JSON text.
    public var event: [UInt8]
    public var origin: EventOrigin
    /// When the event came in.
    public var receivedAt: Timestamp
    /// When the time to try ran, or runs, from: the acceptance, or the last redrive.
    public var startedAt: Timestamp
    public var state: DeliveryState
    /// When it is to be tried next; when it was settled, once it is.
    public var dueAt: Timestamp
    /// Attempts since ``startedAt``.
    public var attempts: Int
    /// Whether the next attempt sends plain text, Slack having refused the blocks.
    public var sendsPlainText: Bool
    /// Whether ``APIDestination/otherwise`` has been given its copy.
    public var isHandedOver: Bool
    /// Why it waits or was given up.
    public var deadLetter: DeadLetter?
    /// Of a summary, what it tells.
    public var storm: Storm?

    public init(
        id: DeliveryID, content: NewDelivery, eventID: String?, event: [UInt8], origin: EventOrigin,
        receivedAt: Timestamp, startedAt: Timestamp, state: DeliveryState, dueAt: Timestamp, attempts: Int = 0,
        sendsPlainText: Bool = false, isHandedOver: Bool = false, deadLetter: DeadLetter? = nil, storm: Storm? = nil
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
        self.isHandedOver = isHandedOver
        self.deadLetter = deadLetter
        self.storm = storm
    }

    public var pending: PendingDelivery {
        PendingDelivery(
            id: id, apiDestination: content.apiDestination, channel: content.channel, orderKey: content.orderKey,
            dueAt: dueAt, attempts: attempts)
    }
}

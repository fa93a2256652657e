public import TextFormats

/// Who is sending a delivery, and how long others leave it alone.
public struct DeliveryLease: Hashable, Sendable, Codable {
    /// A process, told from every other and from its own predecessor: no two that ever ran have the same.
    public var owner: String
    /// From then on anybody may take the delivery for interrupted, see ``DeliveryStore/recoverInterrupted(at:by:)``.
    /// Until somebody does, its owner may still settle it.
    public var until: Timestamp

    /// Memberwise.
    public init(owner: String, until: Timestamp) {
        self.owner = owner
        self.until = until
    }

    /// How long a lease is given for. An attempt ends within its time-outs, five seconds for a token and five for the
    /// request; the rest is for a store that is slow to take the outcome. A lease is not renewed.
    public static let duration: Duration = .seconds(60)
}

/// Where a delivery stands: all of it that attempts change, and what deciding about the next step needs.
public struct DeliveryStanding: Hashable, Sendable {
    /// The delivery's id.
    public var id: DeliveryID
    /// Where it goes.
    public var apiDestination: String
    /// When the event came in.
    public var receivedAt: Timestamp
    /// As ``Delivery/startedAt``.
    public var startedAt: Timestamp
    /// As ``Delivery/state``.
    public var state: DeliveryState
    /// As ``Delivery/dueAt``.
    public var dueAt: Timestamp
    /// When the last attempt began; nil before the first.
    public var begunAt: Timestamp?
    /// Of a delivery that is being sent.
    public var lease: DeliveryLease?
    /// As ``Delivery/attempts``.
    public var attempts: Int
    /// As ``Delivery/sendsPlainText``.
    public var sendsPlainText: Bool
    /// As ``Delivery/hasFailedOver``.
    public var hasFailedOver: Bool
    /// As ``Delivery/deadLetter``.
    public var deadLetter: DeadLetter?
    /// Of a summary, what it tells.
    public var storm: Storm?
    /// How many times in a row relay ended while the delivery was on its way, without having put its outcome on record.
    /// See ``Interruption``.
    public var interruptions: Int

    /// Memberwise.
    public init(
        id: DeliveryID, apiDestination: String, receivedAt: Timestamp, startedAt: Timestamp, state: DeliveryState,
        dueAt: Timestamp, begunAt: Timestamp? = nil, lease: DeliveryLease? = nil, attempts: Int = 0,
        sendsPlainText: Bool = false, hasFailedOver: Bool = false, deadLetter: DeadLetter? = nil, storm: Storm? = nil,
        interruptions: Int = 0
    ) {
        self.id = id
        self.apiDestination = apiDestination
        self.receivedAt = receivedAt
        self.startedAt = startedAt
        self.state = state
        self.dueAt = dueAt
        self.begunAt = begunAt
        self.lease = lease
        self.attempts = attempts
        self.sendsPlainText = sendsPlainText
        self.hasFailedOver = hasFailedOver
        self.deadLetter = deadLetter
        self.storm = storm
        self.interruptions = interruptions
    }
}

public import JSONText
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
    /// When the time to try ran, or runs, from: the acceptance, the last redrive, or
    /// the last time that it was released from waiting.
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
    /// As ``DeliveryStanding/interruptions``.
    public var interruptions: Int

    /// Memberwise.
    public init(
        id: DeliveryID, content: NewDelivery, eventID: String?, event: [UInt8], origin: EventOrigin,
        receivedAt: Timestamp, startedAt: Timestamp, state: DeliveryState, dueAt: Timestamp, attempts: Int = 0,
        sendsPlainText: Bool = false, hasFailedOver: Bool = false, deadLetter: DeadLetter? = nil, storm: Storm? = nil,
        interruptions: Int = 0
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
        self.interruptions = interruptions
    }
}

/// The text by which a delivery is known, to people and in messages: `17`.
///
/// Only the store that gave it knows more of it. Never given out twice by one store; says nothing of the order.
public struct DeliveryID: Hashable, Sendable, Codable, CustomStringConvertible {
    /// As it is shown and typed.
    public let text: String

    /// An id from its text; whether there is such a delivery only the store knows.
    public init(_ text: String) { self.text = text }

    /// ``text``.
    public var description: String { text }
}

extension DeliveryID {
    /// The id as a JSON number, as reports have always shown SQLite's; nil for a text that is no whole number, or spelt
    /// otherwise than one is written.
    public var jsonNumber: Int64? { Int64(text).flatMap { String($0).hasBytes(of: text) ? $0 : nil } }
}

extension JSONWriter {
    /// Writes a member with an id: as a number where it is one, see ``DeliveryID/jsonNumber``, otherwise as a string.
    public mutating func member(_ name: String, _ id: DeliveryID) {
        key(name)
        if let number = id.jsonNumber { self.number(number) } else { string(id.text) }
    }
}

/// Where a delivery stands.
public enum DeliveryState: String, CaseIterable, Hashable, Sendable, Codable {
    /// To be sent when it is due.
    case pending
    /// On its way: its outcome is unknown until an answer is put on record. One that is found so at a start was cut
    /// short by a crash, and is sent again.
    case sending
    /// Held back because of a mistake in the configuration, until that is mended (``WaitingSchedule``) or somebody
    /// redrives it.
    case waiting
    /// The destination has taken it.
    case delivered
    /// Given up.
    case dead
    /// Given up by hand.
    case dropped

    /// Whether nothing more happens to it by itself.
    public var isSettled: Bool { self == .delivered || self == .dead || self == .dropped }
}

/// How an event came to relay.
public enum EventOrigin: Hashable, Sendable, Codable {
    /// Just now, over HTTP.
    case live
    /// Out of an archive, long after it happened: what is sent for it says so.
    case archive
    /// A fire drill's: what is sent says DRILL, and no use is counted.
    case drill(id: String)

    /// The drill's id; nil for every other origin.
    public var drillID: String? { if case .drill(let id) = self { id } else { nil } }
}

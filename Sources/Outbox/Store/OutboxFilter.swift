public import TextFormats

/// Which deliveries of the outbox are meant. What is nil, or empty, does not narrow.
public struct OutboxFilter: Hashable, Sendable {
    public var ids: [DeliveryID] = []
    public var states: Set<DeliveryState> = []
    public var rule: String?
    public var apiDestination: String?
    /// Received at or after.
    public var since: Timestamp?
    /// Received before.
    public var until: Timestamp?

    public init() {}
}

/// Who did something to the outbox by hand, and why.
public struct OperatorNote: Hashable, Sendable, Codable {
    public enum Action: String, Hashable, Sendable, Codable, CaseIterable {
        case redrive, drop
    }

    public var who: String
    public var why: String
    public var at: Timestamp

    public init(who: String, why: String, at: Timestamp) {
        self.who = who
        self.why = why
        self.at = at
    }
}

/// A delivery with everything that was done to it.
public struct DeliveryRecord: Hashable, Sendable {
    public struct Intervention: Hashable, Sendable, Codable {
        public var action: OperatorNote.Action
        public var note: OperatorNote

        public init(action: OperatorNote.Action, note: OperatorNote) {
            self.action = action
            self.note = note
        }
    }

    public var delivery: Delivery
    /// In order.
    public var attempts: [Attempt]
    /// In order.
    public var interventions: [Intervention]

    public init(delivery: Delivery, attempts: [Attempt], interventions: [Intervention]) {
        self.delivery = delivery
        self.attempts = attempts
        self.interventions = interventions
    }
}

/// How many deliveries to one destination are in one state, and since when.
public struct Backlog: Hashable, Sendable {
    public var apiDestination: String
    public var state: DeliveryState
    public var count: Int
    /// When the oldest of them was received.
    public var oldest: Timestamp

    public init(apiDestination: String, state: DeliveryState, count: Int, oldest: Timestamp) {
        self.apiDestination = apiDestination
        self.state = state
        self.count = count
        self.oldest = oldest
    }
}

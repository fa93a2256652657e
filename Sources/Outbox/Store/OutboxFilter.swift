public import TextFormats

/// Which deliveries of the outbox are meant. What is nil, or empty, does not narrow.
public struct OutboxFilter: Hashable, Sendable {
    /// Only these.
    public var ids: [DeliveryID] = []
    /// Only those in one of these states.
    public var states: Set<DeliveryState> = []
    /// Only those of this rule.
    public var rule: String?
    /// Only those to this API destination.
    public var apiDestination: String?
    /// Received at or after.
    public var since: Timestamp?
    /// Received before.
    public var until: Timestamp?

    /// Means every delivery.
    public init() {}
}

/// Who did something to the outbox by hand, and why.
public struct OperatorNote: Hashable, Sendable, Codable {
    /// What was done.
    public enum Action: String, Hashable, Sendable, Codable, CaseIterable {
        /// To have it sent again; to give it up.
        case redrive, drop
    }

    /// Who did it, as they call themselves.
    public var who: String
    /// Why, in their words.
    public var why: String
    /// When.
    public var at: Timestamp

    /// Memberwise.
    public init(who: String, why: String, at: Timestamp) {
        self.who = who
        self.why = why
        self.at = at
    }
}

/// A delivery with everything that was done to it.
public struct DeliveryRecord: Hashable, Sendable {
    /// Something that was done to it by hand.
    public struct Intervention: Hashable, Sendable, Codable {
        /// What was done.
        public var action: OperatorNote.Action
        /// By whom, why and when.
        public var note: OperatorNote

        /// Memberwise.
        public init(action: OperatorNote.Action, note: OperatorNote) {
            self.action = action
            self.note = note
        }
    }

    /// The delivery as it stands.
    public var delivery: Delivery
    /// In order.
    public var attempts: [Attempt]
    /// In order.
    public var interventions: [Intervention]

    /// Memberwise.
    public init(delivery: Delivery, attempts: [Attempt], interventions: [Intervention]) {
        self.delivery = delivery
        self.attempts = attempts
        self.interventions = interventions
    }
}

/// How many deliveries to one destination are in one state, and since when.
public struct Backlog: Hashable, Sendable {
    /// The API destination's name.
    public var apiDestination: String
    /// The state.
    public var state: DeliveryState
    /// How many there are, 1 or more.
    public var count: Int
    /// When the oldest of them was received.
    public var oldest: Timestamp

    /// Memberwise.
    public init(apiDestination: String, state: DeliveryState, count: Int, oldest: Timestamp) {
        self.apiDestination = apiDestination
        self.state = state
        self.count = count
        self.oldest = oldest
    }
}

public import Outbox
public import TextFormats

/// A fire drill: what was sent for it, and when each hop was reached.
public struct DrillRecord: Hashable, Sendable {
    public struct Hop: Hashable, Sendable {
        public var delivery: DeliveryID
        public var apiDestination: String
        public var state: DeliveryState
        /// When the first attempt began.
        public var firstSentAt: Timestamp?
        /// When it was delivered, or given up.
        public var settledAt: Timestamp?
        /// How the last attempt ended, in words.
        public var reason: String

        public init(
            delivery: DeliveryID, apiDestination: String, state: DeliveryState, firstSentAt: Timestamp?,
            settledAt: Timestamp?, reason: String
        ) {
            self.delivery = delivery
            self.apiDestination = apiDestination
            self.state = state
            self.firstSentAt = firstSentAt
            self.settledAt = settledAt
            self.reason = reason
        }
    }

    public var id: String
    public var rule: String
    /// When the event came in.
    public var receivedAt: Timestamp
    /// When its deliveries were committed.
    public var acceptedAt: Timestamp
    public var hops: [Hop]

    public init(id: String, rule: String, receivedAt: Timestamp, acceptedAt: Timestamp, hops: [Hop]) {
        self.id = id
        self.rule = rule
        self.receivedAt = receivedAt
        self.acceptedAt = acceptedAt
        self.hops = hops
    }

    /// When the last of its deliveries arrived; nil until all have, and if there are none.
    public var announcedAt: Timestamp? {
        guard !hops.isEmpty, hops.allSatisfy({ $0.state == .delivered }) else { return nil }
        return hops.compactMap(\.settledAt).max()
    }

    /// Whether nothing more will come of it.
    public var isSettled: Bool { hops.allSatisfy { $0.state.isSettled || $0.state == .waiting } }
}

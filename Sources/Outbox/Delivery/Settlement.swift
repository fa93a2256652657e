public import TextFormats

/// An attempt, and what follows from it: put on record in one transaction.
public struct Settlement: Hashable, Sendable {
    public enum Next: Hashable, Sendable {
        /// - Parameter messageTimestamp: Slack's `ts` of the message, if it told.
        case delivered(messageTimestamp: String?)
        case later(dueAt: Timestamp, asPlainText: Bool)
        /// Held back for somebody to put the configuration right and redrive it.
        case waiting(DeadLetter)
        case dead(DeadLetter)
    }

    public var delivery: DeliveryID
    public var attempt: Attempt
    public var next: Next
    /// What goes to ``APIDestination/otherwise``, if this attempt decided it. Accepted with the rest.
    public var otherwise: NewDelivery?
    /// Of a summary, how many uses the message told of.
    public var toldUses: Int?

    public init(
        delivery: DeliveryID, attempt: Attempt, next: Next, otherwise: NewDelivery? = nil, toldUses: Int? = nil
    ) {
        self.delivery = delivery
        self.attempt = attempt
        self.next = next
        self.otherwise = otherwise
        self.toldUses = toldUses
    }
}

/// An attempt, and what follows from it: put on record in one transaction.
public struct Settlement: Hashable, Sendable {
    /// Which delivery was tried.
    public var delivery: DeliveryID
    /// The attempt, as it goes on record.
    public var attempt: Attempt
    /// What follows from it.
    public var next: NextStep
    /// What goes to ``APIDestination/failover``, if this attempt decided it. Accepted with the rest.
    public var failover: NewDelivery?
    /// Of a summary, how many uses the message told of.
    public var announcedUses: Int?

    /// Memberwise.
    public init(
        delivery: DeliveryID, attempt: Attempt, next: NextStep, failover: NewDelivery? = nil, announcedUses: Int? = nil
    ) {
        self.delivery = delivery
        self.attempt = attempt
        self.next = next
        self.failover = failover
        self.announcedUses = announcedUses
    }
}

/// Where a delivery stands.
public enum DeliveryState: String, CaseIterable, Hashable, Sendable, Codable {
    /// To be sent when it is due.
    case pending
    /// On its way: its outcome is unknown until an answer is put on record. One that is found so at a start was cut
    /// short by a crash, and is sent again.
    case sending
    /// Held back because of a mistake in the configuration, until somebody redrives it.
    case waiting
    case delivered
    /// Given up.
    case dead
    /// Given up by hand.
    case dropped

    /// Whether nothing more happens to it by itself.
    public var isSettled: Bool { self == .delivered || self == .dead || self == .dropped }
}

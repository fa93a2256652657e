public import TextFormats

/// The time was set from one moment to another, and what is still to come keeps its distance: it moves with it.
public struct TimeShift: Hashable, Sendable {
    /// The moment before.
    public var from: Timestamp
    /// The same moment by the new time.
    public var to: Timestamp
    /// Whether what is due moves. If not, only the time to try does: relay was not running in between, and does not count
    /// that against a delivery.
    public var movesDue: Bool

    /// The clock was set while relay ran.
    public init(from: Timestamp, to: Timestamp) {
        self.from = from
        self.to = to
        movesDue = true
    }

    /// What relay finds when it is started: a clock that is behind what the store has seen was set back. One that is
    /// ahead was set forward, or relay was not running for so long; nobody can say which.
    ///
    /// - Parameter lastSeen: When the store was last used.
    /// - Returns: nil where no time has passed.
    public init?(resumingAt now: Timestamp, lastSeen: Timestamp) {
        guard now != lastSeen else { return nil }
        self.init(from: lastSeen, to: now)
        movesDue = now < lastSeen
    }

    /// How far the time to try moves; negative for a time that was set back.
    public var difference: Duration { to - from }
    /// How far what is due moves.
    public var dueDifference: Duration { movesDue ? difference : .zero }
}

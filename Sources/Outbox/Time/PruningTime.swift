public import TextFormats

/// The time by which old entries are removed. It follows the clock, and never gains more than ``gainPerHour`` on it while
/// relay runs.
///
/// A clock that leaps years ahead, as a machine's does that lost its battery and has not asked a time server yet, would
/// otherwise empty a store within a second. After a long time without relay it is behind, catches up within hours, and
/// entries are kept a little longer.
public struct PruningTime: Hashable, Sendable {
    /// How much it gains on a clock that is ahead of it.
    public static let gainPerHour: Duration = .seconds(86_400)

    /// What is older than the settings say at this moment may go.
    public private(set) var moment: Timestamp

    /// Goes on from the moment that is on record.
    public init(_ moment: Timestamp) { self.moment = moment }

    /// Follows the clock.
    ///
    /// - Parameter elapsed: How long relay has run since the last call, by a clock that cannot be set; zero at a start.
    public mutating func advance(to now: Timestamp, elapsed: Duration) {
        let gain = elapsed + elapsed * Int(Self.gainPerHour.components.seconds) / 3_600
        moment = min(now, moment + gain)
    }
}

/// What a store remembers of time, so that a start can tell what became of the clock in the meantime.
public struct StoreTime: Hashable, Sendable {
    /// When it was last used.
    public var seenAt: Timestamp
    /// As ``PruningTime/moment``.
    public var pruningAt: Timestamp

    /// Memberwise.
    public init(seenAt: Timestamp, pruningAt: Timestamp) {
        self.seenAt = seenAt
        self.pruningAt = pruningAt
    }
}

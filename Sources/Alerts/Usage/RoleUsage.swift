public import TextFormats

/// How often a role has been used, as the ledger tells at one use of it.
public struct RoleUsage: Hashable, Sendable {
    /// The use before this one.
    public struct Previous: Hashable, Sendable {
        public var time: Timestamp
        public var who: String

        public init(time: Timestamp, who: String) {
            self.time = time
            self.who = who
        }
    }

    /// How many weeks ``weeks`` covers.
    public static let weekCount = 12

    /// When this use happened.
    public var time: Timestamp
    /// Which use of its calendar quarter this one is, from 1.
    public var ordinal: Int
    public var previous: Previous?
    /// Uses by week, this one's week last and this one counted: ``weekCount`` numbers. A week here is seven days that
    /// end with the day of this use.
    public var weeks: [Int]

    public init(time: Timestamp, ordinal: Int, previous: Previous? = nil, weeks: [Int] = []) {
        self.time = time
        self.ordinal = ordinal
        self.previous = previous
        self.weeks = weeks
    }
}

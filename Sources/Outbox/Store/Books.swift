/// What the counters and the outbox of one moment say, so that one can be held against the other.
///
/// ```
/// planned + reopened = delivered + dead + dropped  (counted)  + pending + sending + waiting  (in the outbox)
/// ```
/// Every delivery is planned once, hand-overs included. From then on it is either in the outbox unsettled, or was counted
/// as settled once more often than it was reopened. Retention does not touch the sum: what is removed was settled.
public struct Books: Hashable, Sendable {
    public var counts: [Count]
    public var backlog: [Backlog]

    public init(counts: [Count], backlog: [Backlog]) {
        self.counts = counts
        self.backlog = backlog
    }

    /// One side: deliveries that were planned, and those that have to be settled once more.
    public var owed: Int64 {
        counts.reduce(0) { sum, count in
            switch count.key {
            case .planned, .reopened: sum + count.value
            default: sum
            }
        }
    }

    /// The other: what was settled, and what is still to be.
    public var accountedFor: Int64 {
        let settled = counts.reduce(Int64(0)) { sum, count in
            if case .settled = count.key { sum + count.value } else { sum }
        }
        return backlog.reduce(settled) { $1.state.isSettled ? $0 : $0 + Int64($1.count) }
    }

    /// Whether nothing was lost, and nothing came from nowhere.
    public var balance: Bool { owed == accountedFor }
}

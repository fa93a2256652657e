import TextFormats

/// How often a role was used of late, as one target has been told: the live uses with one outcome within a window.
///
/// Allowed and refused uses are counted apart, and each target by itself: neither refused attempts, which anybody can make,
/// nor uses that only another rule's target was told of are a reason to fold a use. See ``StormFolding``.
public struct RecentUses: Hashable, Sendable {
    /// How many there were, each announced by a message of its own or in a summary; ``UsePoint/LookBack/usesLimit`` at
    /// most.
    public var count: Int
    /// Whether one of them was by the person of the use that looks back, and had a message of its own.
    public var includesPerson: Bool

    /// Memberwise.
    public init(count: Int = 0, includesPerson: Bool = false) {
        self.count = count
        self.includesPerson = includesPerson
    }
}

/// A use that an earlier plan of the same commit announces at a target.
struct PlannedAnnouncement {
    var use: LedgerUse
    var target: RuleTarget
    var isFolded: Bool
}

extension RoleHistory {
    /// Counts a use that an earlier plan announces.
    mutating func add(_ announcement: PlannedAnnouncement, seenFrom point: UsePoint) {
        let other = announcement.use
        guard let lookBack = point.lookBack, lookBack.targets.contains(announcement.target),
            other.roleKey == point.role, other.outcome == point.use.outcome, lookBack.window.contains(other.receivedAt)
        else { return }
        var recent = self.recent[announcement.target] ?? RecentUses()
        recent.count = min(lookBack.usesLimit, recent.count + 1)
        if !announcement.isFolded, other.who.hasBytes(of: point.use.who) { recent.includesPerson = true }
        self.recent[announcement.target] = recent
    }
}

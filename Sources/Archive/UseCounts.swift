public import CloudTrail

/// Counts role uses per role, person and day, each use once however often it was recorded.
///
/// CloudTrail delivers a record at least once, and an AssumeRole across accounts is recorded in both, under one
/// `sharedEventID`. A use is known again by its `eventID`, or by its `sharedEventID`; of two copies the one that names
/// the person counts. The last ``rememberedUsesLimit`` uses are remembered, so that memory stays bounded: copies lie
/// hours apart, not millions of uses.
public struct UseCounts: Sendable {
    /// A role in its account.
    public struct Role: Hashable, Sendable, Comparable {
        public let account: String
        /// The name people use; of a permission set, the set's.
        public let name: String

        public static func < (left: Self, right: Self) -> Bool {
            (left.name, left.account) < (right.name, right.account)
        }
    }

    /// What is counted of a use.
    struct Use: Hashable, Sendable {
        var role: Role
        var who: String
        var day: String?
        var time: String?
        var isAllowed: Bool
        var isPoorerCopy: Bool
    }

    /// How many uses can be told from their copies.
    public static let rememberedUsesLimit = 50_000

    /// Copies of uses that had been counted already.
    public private(set) var duplicates = 0
    public private(set) var total = UseTally()
    public private(set) var byRole: [Role: UseTally] = [:]
    public private(set) var byPerson: [String: UseTally] = [:]
    /// Uses whose record has no time are not in it.
    public private(set) var byDay: [String: UseTally] = [:]
    private var remembered: [String: Use] = [:]
    private var order: [String] = []
    private var oldest = 0

    public init() {}

    public mutating func add(_ use: RoleUse) {
        let counted = Use(
            role: Role(account: use.account ?? RoleUse.unknown, name: use.roleName), who: use.who, day: use.day,
            time: use.time, isAllowed: use.outcome == .allowed, isPoorerCopy: use.isPoorerCopy)
        let keys = [use.eventID, use.sharedEventID].compactMap { $0 }
        if let known = keys.compactMap({ remembered[$0] }).first {
            duplicates += 1
            for key in keys where remembered[key] == nil { remember(known, under: key) }
            if known.isPoorerCopy, !counted.isPoorerCopy { replace(known, with: counted, keys) }
            return
        }
        for key in keys { remember(counted, under: key) }
        count(counted, by: 1)
    }

    private mutating func replace(_ poorer: Use, with richer: Use, _ keys: [String]) {
        count(poorer, by: -1)
        count(richer, by: 1)
        for key in keys { remembered[key] = richer }
    }

    private mutating func count(_ use: Use, by change: Int) {
        total.count(use, by: change)
        byRole[use.role, default: UseTally()].count(use, by: change)
        byPerson[use.who, default: UseTally()].count(use, by: change)
        if let day = use.day { byDay[day, default: UseTally()].count(use, by: change) }
        // A name that only a poorer copy had is not a person.
        if byPerson[use.who]?.total == 0 { byPerson[use.who] = nil }
        if byRole[use.role]?.total == 0 { byRole[use.role] = nil }
    }

    private mutating func remember(_ use: Use, under key: String) {
        remembered[key] = use
        order.append(key)
        if order.count - oldest > 2 * Self.rememberedUsesLimit {
            remembered[order[oldest]] = nil
            oldest += 1
        }
        if oldest > Self.rememberedUsesLimit {
            order.removeFirst(oldest)
            oldest = 0
        }
    }
}

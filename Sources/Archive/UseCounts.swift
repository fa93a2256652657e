public import CloudTrail

/// Counts role uses per role, person and day, each use once however often it was recorded.
///
/// CloudTrail delivers a record at least once, and an AssumeRole across accounts is recorded in both, under one
/// `sharedEventID`. A use is recognised by its `eventID`, or by its `sharedEventID`; of two copies the one that names
/// the person counts.
///
/// Memory is bounded. The last ``rememberedUsesLimit`` uses are remembered, since copies lie hours apart, not millions of
/// uses. The first ``namesLimit`` roles and people are listed, since callers choose the names of their sessions and of
/// the roles that they ask for in vain; what comes after them is counted together, see ``UnlistedUses``.
public struct UseCounts: Sendable {
    /// A role in its account.
    public struct Role: Hashable, Sendable, Comparable {
        /// The account that owns the role, or `unknown`.
        public let account: String
        /// The name people use; of a permission set, the set's.
        public let name: String

        /// By name and then by account, so that reports have one order.
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
    }

    /// How many uses are remembered to recognise their copies.
    public static let rememberedUsesLimit = 50_000
    /// How many roles are listed, and how many people.
    public static let namesLimit = 10_000

    /// Copies of uses that had been counted already.
    public private(set) var duplicates = 0
    /// All uses.
    public private(set) var total = UseTally()
    /// The uses of each listed role.
    public var byRole: [Role: UseTally] { roles.listed }
    /// The uses by each listed person.
    public var byPerson: [String: UseTally] { people.listed }
    /// Uses by roles and people that are not listed.
    public var byUnlistedRole: UnlistedUses { roles.unlisted }
    /// Uses by people that are not listed.
    public var byUnlistedPerson: UnlistedUses { people.unlisted }
    /// Uses whose record has no time are not in it.
    public private(set) var byDay: [String: UseTally] = [:]

    private var roles = NamedTallies<Role>(limit: namesLimit)
    private var people = NamedTallies<String>(limit: namesLimit)
    /// The ids of the last uses, and in the order in which they came.
    private var remembered: Set<RecordID> = []
    private var order: [RecordID] = []
    /// Where the oldest id that is still remembered stands in ``order``.
    private var oldest = 0
    /// The remembered uses that were counted by a copy which does not name the caller, to be replaced by a copy that does:
    /// by a number of their own, which all ids of a use share.
    private var unnamed: [Int: Use] = [:]
    private var unnamedNumbers: [RecordID: Int] = [:]
    private var nextNumber = 0

    /// As ``rememberedUsesLimit``.
    private let rememberedUses: Int

    /// No uses yet.
    public init() { self.init(rememberedUses: Self.rememberedUsesLimit) }

    init(rememberedUses: Int) { self.rememberedUses = rememberedUses }

    /// Counts a use, unless it is a copy of one that was counted.
    public mutating func add(_ use: RoleUse) { add(CountedUse(use)) }

    /// The same for a use of which only this is known.
    public mutating func add(_ use: CountedUse) {
        let ids = [use.eventID, use.sharedEventID].compactMap { $0 }
        guard let known = ids.first(where: { remembered.contains($0) }) else {
            let counted = Use(use)
            count(counted, by: 1)
            if use.isCopyWithoutCaller {
                nextNumber += 1
                unnamed[nextNumber] = counted
            }
            for id in ids { remember(id, unnamed: use.isCopyWithoutCaller ? nextNumber : nil) }
            return
        }
        duplicates += 1
        let number = unnamedNumbers[known]
        if let number, !use.isCopyWithoutCaller, let counted = unnamed.removeValue(forKey: number) {
            count(counted, by: -1)
            count(Use(use), by: 1)
        }
        for id in ids where !remembered.contains(id) { remember(id, unnamed: number) }
    }

    private mutating func count(_ use: Use, by change: Int) {
        total.count(use, by: change)
        roles.count(use, under: use.role, by: change)
        people.count(use, under: use.who, by: change)
        if let day = use.day { byDay[day, default: UseTally()].count(use, by: change) }
    }

    private mutating func remember(_ id: RecordID, unnamed number: Int?) {
        remembered.insert(id)
        if let number { unnamedNumbers[id] = number }
        order.append(id)
        if order.count - oldest > 2 * rememberedUses {
            forget(order[oldest])
            oldest += 1
        }
        if oldest > rememberedUses {
            order.removeFirst(oldest)
            oldest = 0
        }
    }

    private mutating func forget(_ id: RecordID) {
        remembered.remove(id)
        guard !unnamedNumbers.isEmpty, let number = unnamedNumbers.removeValue(forKey: id) else { return }
        unnamed[number] = nil
    }
}

extension UseCounts.Use {
    init(_ use: CountedUse) {
        self.init(
            role: UseCounts.Role(account: use.account ?? RoleUse.unknown, name: use.roleName), who: use.who,
            day: use.day, time: use.time, isAllowed: use.outcome == .allowed)
    }
}

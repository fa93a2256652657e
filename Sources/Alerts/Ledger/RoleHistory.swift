import Outbox
public import TextFormats

/// A role as the ledger counts its uses: by account and name, compared byte by byte.
public struct RoleKey: Hashable, Sendable {
    /// The account's id.
    public var account: String
    /// As ``LedgerUse/role``.
    public var role: String

    /// Memberwise.
    public init(account: String, role: String) {
        self.account = account
        self.role = role
    }

    /// Compares byte by byte.
    public static func == (left: Self, right: Self) -> Bool {
        left.account.hasBytes(of: right.account) && left.role.hasBytes(of: right.role)
    }
}

/// One use among all uses of its role: from there a ledger looks back.
public struct UsePoint: Hashable, Sendable {
    /// The use as it is about to be put on record.
    public var use: LedgerUse
    /// The same use as it is on record already; it is left out of what is counted. Nil for a new one.
    public var recorded: LedgerUse?
    /// Which recent uses are asked for; nil for none.
    public var lookBack: LookBack?

    /// Which recent uses are counted, see ``RecentUses``.
    public struct LookBack: Hashable, Sendable {
        /// Those that came in within this time.
        public var window: ClosedRange<Timestamp>
        /// Counting may end here.
        public var usesLimit: Int
        /// Those that were announced at one of these targets, each target by itself.
        public var targets: Set<RuleTarget>

        /// Memberwise.
        public init(window: ClosedRange<Timestamp>, usesLimit: Int, targets: Set<RuleTarget>) {
            self.window = window
            self.usesLimit = usesLimit
            self.targets = targets
        }
    }

    /// Memberwise.
    public init(_ use: LedgerUse, recorded: LedgerUse? = nil, lookBack: LookBack? = nil) {
        self.use = use
        self.recorded = recorded
        self.lookBack = lookBack
    }

    /// The role whose uses are counted.
    public var role: RoleKey { use.roleKey }
    /// The day of the use, in UTC.
    public var day: CalendarDay { use.time.day }
    /// The first day that ``RoleHistory/days`` covers; the last is ``day``.
    public var firstDay: CalendarDay { min(day.firstOfQuarter, day.firstOfUsageWeeks) }
    /// Uses of one moment are in the order of their ids. A new use comes after all that are on record.
    public var id: Int64 { recorded?.id ?? .max }

    /// Whether another use of the role comes before this one.
    public func isAfter(_ other: LedgerUse, id: Int64) -> Bool { (other.time, id) < (use.time, self.id) }
}

/// What a ledger knows of a role's uses around a ``UsePoint``. The point's own use is left out of everything.
public struct RoleHistory: Hashable, Sendable {
    /// A number that is another one after every change to the role's uses, or to where they were announced; 0 while
    /// there were none.
    public var version: Int64
    /// How many uses there were on each day from ``UsePoint/firstDay`` to ``UsePoint/day``; days without uses may be
    /// missing.
    public var days: [CalendarDay: Int]
    /// How many uses of the point's day come after it.
    public var laterThatDay: Int
    /// The use before the point.
    public var previous: RoleUsage.Previous?
    /// The uses that ``UsePoint/lookBack`` asks for. Targets that have been told of none may be missing.
    public var recent: [RuleTarget: RecentUses]

    /// Memberwise.
    public init(
        version: Int64 = 0, days: [CalendarDay: Int] = [:], laterThatDay: Int = 0, previous: RoleUsage.Previous? = nil,
        recent: [RuleTarget: RecentUses] = [:]
    ) {
        self.version = version
        self.days = days
        self.laterThatDay = laterThatDay
        self.previous = previous
        self.recent = recent
    }
}

// MARK: - What other plans of the same commit change

extension RoleHistory {
    /// The order of uses that are about to be added: after all that are on record, before the point's own.
    private static let plannedID = Int64.max - 1

    /// Counts a use that an earlier plan adds.
    mutating func add(_ other: LedgerUse, seenFrom point: UsePoint) {
        count(other, id: Self.plannedID, 1, seenFrom: point)
        guard other.roleKey == point.role, point.isAfter(other, id: Self.plannedID),
            previous.map({ $0.time <= other.time }) ?? true
        else { return }
        previous = RoleUsage.Previous(time: other.time, who: other.who)
    }

    /// Counts a use as an earlier plan changes it.
    ///
    /// Where that moves the use before the point to after it, it stays ``previous``: the one before is not known here.
    mutating func replace(_ old: LedgerUse, by new: LedgerUse, reference: UseReference, seenFrom point: UsePoint) {
        let id = if case .stored(let id) = reference { id } else { Self.plannedID }
        count(old, id: id, -1, seenFrom: point)
        count(new, id: id, 1, seenFrom: point)
        guard new.roleKey == point.role, point.isAfter(new, id: id) else { return }
        if let previous {
            let wasPrevious = previous.time == old.time && previous.who.hasBytes(of: old.who)
            guard wasPrevious || previous.time < new.time else { return }
        }
        previous = RoleUsage.Previous(time: new.time, who: new.who)
    }

    private mutating func count(_ other: LedgerUse, id: Int64, _ number: Int, seenFrom point: UsePoint) {
        guard other.roleKey == point.role else { return }
        let day = other.time.day
        if point.firstDay <= day, day <= point.day { days[day, default: 0] += number }
        if day == point.day, !point.isAfter(other, id: id) { laterThatDay += number }
    }
}

// MARK: - As usage

extension RoleUsage {
    /// How often a role had been used by the time of one use, that use counted.
    init(at point: UsePoint, _ history: RoleHistory) {
        let (today, quarterDay, weeksDay) = (point.day, point.day.firstOfQuarter, point.day.firstOfUsageWeeks)
        self.init(
            time: point.use.time, ordinal: 1 - history.laterThatDay, previous: history.previous,
            weeks: Array(repeating: 0, count: Self.weekCount))
        for (day, uses) in history.days where day <= today {
            if day >= quarterDay { ordinal += uses }
            if day >= weeksDay { weeks[weeksDay.distance(to: day) / 7] += uses }
        }
        weeks[Self.weekCount - 1] += 1 - history.laterThatDay
    }
}

extension LedgerUse {
    /// The role, as its uses are counted.
    public var roleKey: RoleKey { RoleKey(account: account, role: role) }
}

extension CalendarDay {
    /// The first day of the weeks that ``RoleUsage/weeks`` covers, seen from this day.
    fileprivate var firstOfUsageWeeks: CalendarDay { advanced(by: 1 - 7 * RoleUsage.weekCount) }
}

public import Alerts
public import CloudTrail
public import TextFormats

/// Role uses added up per role, person or account, and per day, week or month.
///
/// Memory grows with the number of groups, not with the number of uses. At most ``groupsLimit`` groups are counted one
/// by one, since the callers of roles make up session names.
public struct UseHistory: Sendable {
    /// What uses are added up by.
    public enum Grouping: String, CaseIterable, Hashable, Sendable {
        /// By role and the account that owns it.
        case role
        case person
        case account
    }

    /// The uses of one role, person or account.
    public struct Group: Hashable, Sendable {
        /// The role, the person, or the account's number.
        public let name: String
        /// The account that owns the role; nil unless the grouping is by role.
        public let account: String?
        /// Whether it stands for all groups beyond ``UseHistory/groupsLimit``.
        public let isRest: Bool
        public fileprivate(set) var total = UseTotal()
        /// By the place of the period among ``UseHistory/starts``; periods without a use are not there.
        public fileprivate(set) var periods: [Int: UseTotal] = [:]

        fileprivate init(name: String, account: String?, isRest: Bool = false) {
            self.name = name
            self.account = account
            self.isRest = isRest
        }
    }

    /// How many groups are counted one by one; uses of further ones are counted together.
    public static let groupsLimit = 10_000

    /// The first and last day looked at.
    public let days: ClosedRange<CalendarDay>
    /// What the uses are added up by.
    public let grouping: Grouping
    /// The length of the periods.
    public let period: HistoryPeriod
    /// The first day of each period; the first may lie before ``days``.
    public let starts: [CalendarDay]
    /// All uses within ``days``.
    public private(set) var total = UseTotal()
    /// All groups together, by period.
    public private(set) var totals: [UseTotal]
    private var byKey: [[[UInt8]]: Group] = [:]
    private var rest: Group?

    /// - Parameter days: At most ``daysLimit``; a longer range is cut at its beginning.
    public init(days: ClosedRange<CalendarDay>, by grouping: Grouping, per period: HistoryPeriod) {
        let first = max(days.lowerBound, days.upperBound.advanced(by: 1 - Self.daysLimit))
        self.days = first...days.upperBound
        self.grouping = grouping
        self.period = period
        var starts = [period.start(of: first)]
        while case let next = period.next(after: starts[starts.count - 1]), next <= days.upperBound {
            starts.append(next)
        }
        self.starts = starts
        totals = Array(repeating: UseTotal(), count: starts.count)
    }

    /// A century of days.
    public static let daysLimit = 36_525

    /// The moments that ``days`` span: the range of uses to read from a store.
    public var range: Range<Timestamp> { days.lowerBound.start..<days.upperBound.advanced(by: 1).start }

    /// The last day of a period, as far as it is looked at.
    public func end(ofPeriod index: Int) -> CalendarDay {
        min(period.next(after: starts[index]).advanced(by: -1), days.upperBound)
    }

    /// The first day of a period, as far as it is looked at.
    public func begin(ofPeriod index: Int) -> CalendarDay { max(starts[index], days.lowerBound) }

    /// Adds a use; one outside the days looked at is left out.
    public mutating func add(_ use: LedgerUse) {
        guard days.contains(use.time.day), let index = place(of: use.time.day) else { return }
        total.add(use)
        totals[index].add(use)
        let (name, account) = label(of: use)
        let key = [Array(name.utf8), Array((account ?? "").utf8)]
        if byKey[key] == nil, byKey.count >= Self.groupsLimit {
            var group = rest ?? Group(name: "others", account: nil, isRest: true)
            group.add(use, index)
            rest = group
        } else {
            byKey[key, default: Group(name: name, account: account)].add(use, index)
        }
    }

    /// Groups with the most uses first, then by name; the group of all further ones comes last.
    public var groups: [Group] {
        let sorted = byKey.sorted { left, right in
            left.value.total.all == right.value.total.all
                ? left.key.lexicographicallyPrecedes(right.key) { $0.lexicographicallyPrecedes($1) }
                : left.value.total.all > right.value.total.all
        }
        return sorted.map(\.value) + (rest.map { [$0] } ?? [])
    }

    private func label(of use: LedgerUse) -> (name: String, account: String?) {
        switch grouping {
        case .role: (use.role, use.account)
        case .person: (use.who, nil)
        case .account: (use.account, nil)
        }
    }

    /// The period that a day lies in, by binary search, since days come in any order.
    private func place(of day: CalendarDay) -> Int? {
        var (low, high) = (0, starts.count)
        while low < high {
            let middle = (low + high) / 2
            if starts[middle] <= day { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? low - 1 : nil
    }
}

extension UseHistory.Group {
    fileprivate mutating func add(_ use: LedgerUse, _ index: Int) {
        total.add(use)
        periods[index, default: UseTotal()].add(use)
    }
}

/// How often roles were used, and when first and last.
public struct UseTotal: Hashable, Sendable {
    /// Uses that AWS allowed.
    public private(set) var allowed = 0
    /// Uses that AWS denied.
    public private(set) var denied = 0
    /// Nil when there was no use.
    public private(set) var first: Timestamp?
    /// Nil when there was no use.
    public private(set) var last: Timestamp?

    /// No uses.
    public init() {}

    /// Allowed and denied uses together.
    public var all: Int { allowed + denied }

    mutating func add(_ use: LedgerUse) {
        switch use.outcome {
        case .allowed: allowed += 1
        case .denied: denied += 1
        }
        first = first.map { min($0, use.time) } ?? use.time
        last = last.map { max($0, use.time) } ?? use.time
    }

    mutating func add(_ other: Self) {
        allowed += other.allowed
        denied += other.denied
        first = [first, other.first].compactMap { $0 }.min()
        last = [last, other.last].compactMap { $0 }.max()
    }
}

/// Selects the role uses of a report. An empty or nil property selects all.
public struct UseFilter: Hashable, Sendable {
    /// Names of roles; empty: all.
    public var roles: [String] = []
    /// Who took up the role, as the ledger has it; empty: everybody.
    public var people: [String] = []
    /// Numbers of the roles' accounts; empty: all.
    public var accounts: [String] = []
    /// Nil: both.
    public var outcome: RoleUse.Outcome?

    /// A filter that lets every use through.
    public init() {}

    /// Whether a use is selected by every property; names are compared byte by byte.
    public func holds(_ use: LedgerUse) -> Bool {
        (roles.isEmpty || roles.containsBytes(of: use.role))
            && (people.isEmpty || people.containsBytes(of: use.who))
            && (accounts.isEmpty || accounts.containsBytes(of: use.account))
            && outcome.map { $0 == use.outcome } ?? true
    }
}

public import Alerts
public import TextFormats

/// Role uses added up per role, person or account, and per day, week or month.
///
/// ```swift
/// var history = UseHistory(from: first, to: last, by: .role, per: .week)
/// for use in uses { history.add(use) }
/// for group in history.groups { print(group.name, group.total.all) }
/// ```
/// Takes memory for what it tells apart, not for each use, and tells at most ``groupsLimit`` apart: session names are
/// made up by whoever takes a role up.
public struct UseHistory: Sendable {
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
        /// Whether it stands for all that came after ``UseHistory/groupsLimit``.
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

    public static let groupsLimit = 10_000

    /// The first and last day looked at.
    public let days: ClosedRange<CalendarDay>
    public let grouping: Grouping
    public let period: HistoryPeriod
    /// The first day of each period; the first may lie before ``days``.
    public let starts: [CalendarDay]
    public private(set) var total = UseTotal()
    /// All groups together, by period.
    public private(set) var totals: [UseTotal]
    private var byKey: [[[UInt8]]: Group] = [:]
    private var rest: Group?

    /// - Parameter days: How long it may be is ``daysLimit``; what is more is left out at the beginning.
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

    /// The uses to ask a store for.
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

    /// Those with the most uses first, then by name; what was not told apart comes last.
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

    /// The period that a day lies in, by halving: days come in any order.
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

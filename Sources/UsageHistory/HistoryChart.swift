import TextFormats

/// A history as a picture for a report: stacked bars over time, one colour for each role, person or account.
///
/// Denied uses are hatched and stand on top, so that they can be distinguished without colour from uses that took
/// place. The colours are Okabe and Ito's, which most kinds of colour blindness can distinguish. The document refers to
/// nothing outside and contains no script.
public struct HistoryChart: Sendable {
    /// How many groups have a colour of their own; the smaller ones are drawn together.
    public static let seriesLimit = 6
    /// How many bars there may be: more would be too narrow to read on a page.
    public static let barsLimit = 370

    /// One colour's bars.
    struct Series {
        let name: String
        /// The account that owns the role, if that is what the colour stands for.
        let account: String?
        let color: String
        let total: UseTotal
        /// For each period.
        let allowed: [Int]
        let denied: [Int]
    }

    static let colors = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00"]
    static let restColor = "#8C8C8C"

    let history: UseHistory
    let title: String
    let series: [Series]
    let ticks: AxisTicks
    private let accountNames: [(number: String, name: String)]

    /// - Parameters:
    ///   - title: What stands above it.
    ///   - accountNames: What accounts are called; those without a name show their number.
    /// - Returns: nil with more than ``barsLimit`` periods.
    public init?(_ history: UseHistory, title: String, accountNames: [(number: String, name: String)] = []) {
        guard history.starts.count <= Self.barsLimit else { return nil }
        self.history = history
        self.title = title
        self.accountNames = accountNames
        let groups = history.groups
        // A single remaining group is shown by its own name, not as "1 others".
        let shown = groups.count > Self.seriesLimit + 1 ? groups.prefix(Self.seriesLimit) : groups[...]
        var series: [Series] = []
        for (place, group) in shown.enumerated() {
            let isRest = group.isRest || place >= Self.colors.count
            series.append(
                Self.series(
                    [group], Self.names(of: group, accountNames), isRest ? Self.restColor : Self.colors[place],
                    periods: history.starts.count))
        }
        let rest = groups.dropFirst(shown.count)
        if !rest.isEmpty {
            series.append(
                Self.series(rest, ("\(rest.count) others", nil), Self.restColor, periods: history.starts.count))
        }
        self.series = series
        ticks = AxisTicks(upTo: history.totals.map(\.all).max() ?? 0)
    }

    private static func series(
        _ groups: some Sequence<UseHistory.Group>, _ names: (name: String, account: String?), _ color: String,
        periods: Int
    ) -> Series {
        var total = UseTotal()
        var byPeriod = [UseTotal](repeating: UseTotal(), count: periods)
        for group in groups {
            total.add(group.total)
            for (index, period) in group.periods { byPeriod[index].add(period) }
        }
        return Series(
            name: names.name, account: names.account, color: color, total: total, allowed: byPeriod.map(\.allowed),
            denied: byPeriod.map(\.denied))
    }

    private static func names(
        of group: UseHistory.Group, _ accounts: [(number: String, name: String)]
    ) -> (name: String, account: String?) {
        func name(_ number: String) -> String? { accounts.first { $0.number.hasBytes(of: number) }?.name }
        if let account = group.account { return (group.name, name(account) ?? account) }
        return (name(group.name).map { "\($0) (\(group.name))" } ?? group.name, nil)
    }
}

extension HistoryChart.Series {
    /// `BreakGlassAdmin, payments-prod`.
    var fullName: String { account.map { "\(name), \($0)" } ?? name }
}

// MARK: - Words

extension HistoryChart {
    /// What the chart shows, in a sentence or two: the picture's alternative for those who do not see it.
    var summary: String {
        let total = history.total
        guard total.all > 0 else { return "Nobody used a role \(span)." }
        var text = "\(Self.uses(total)) \(span)."
        let top = history.totals.indices.max { history.totals[$0].all < history.totals[$1].all }
        if let top { text += " Most in \(name(ofPeriod: top)): \(Self.uses(history.totals[top]))." }
        let parts = series.map { "\($0.fullName): \(Self.uses($0.total))" }
        return text + " " + parts.joined(separator: "; ") + "."
    }

    var subtitle: String {
        let total = history.total
        let denied = total.denied > 0 ? ", \(total.denied) of them denied" : ""
        return "\(total.all) role use\(total.all == 1 ? "" : "s")\(denied) · \(history.days.lowerBound) to "
            + "\(history.days.upperBound) (UTC) · by \(history.grouping.rawValue), per \(history.period.rawValue)"
    }

    private var span: String { "from \(history.days.lowerBound) to \(history.days.upperBound)" }

    static func uses(_ total: UseTotal) -> String {
        "\(total.all) use\(total.all == 1 ? "" : "s")\(total.denied > 0 ? " (\(total.denied) denied)" : "")"
    }

    func name(ofPeriod index: Int) -> String {
        let start = history.starts[index]
        return switch history.period {
        case .day: start.description
        case .week: "the week from \(start)"
        case .month: "\(start.monthName) \(start.year)"
        }
    }
}

/// Round numbers for an axis of counts that begins at 0: whole steps of 1, 2 or 5 times a power of ten.
struct AxisTicks: Hashable {
    let step: Int
    /// From 0 to the first one that is not below the largest count.
    let values: [Int]

    var top: Int { values.last ?? 1 }

    /// - Parameter most: How many steps there may be, at least 1.
    init(upTo largest: Int, most: Int = 5) {
        var (power, step) = (1, 1)
        search: while true {
            for factor in [1, 2, 5] {
                let (product, overflow) = power.multipliedReportingOverflow(by: factor)
                step = overflow ? .max : product
                if overflow || largest <= step || largest / step + (largest % step == 0 ? 0 : 1) <= max(1, most) {
                    break search
                }
            }
            power *= 10
        }
        self.step = step
        let count = max(1, largest / step + (largest % step == 0 ? 0 : 1))
        values = (0...count).map { place in
            let (product, overflow) = place.multipliedReportingOverflow(by: step)
            return overflow ? .max : product
        }
    }
}

internal import Alerts
import TextFormats
internal import UsageHistory

/// A look back, for people, programs and spreadsheets.
struct HistoryReport {
    let history: UseHistory
    let accounts: AccountNames
}

// MARK: - Text

extension HistoryReport {
    private static let chartColumns = 40
    /// With more periods than this a line of blocks says nothing.
    private static let sparkLimit = 60

    func text(in style: TextStyle, columns: Int?) -> [String] {
        var lines = [
            style(.bold, "Role uses") + "  \(history.days.lowerBound) to \(history.days.upperBound) (UTC), \(sentence)"
        ]
        guard history.total.all > 0 else { return lines }
        lines.append(style(.dim, "  by \(history.grouping.rawValue)"))
        lines += TextTable(rows: history.groups.map(cells)).lines
        lines.append(style(.dim, "  by \(history.period.rawValue)"))
        let bars = history.starts.indices.map { index in
            UseChart.Bar(
                label: history.period.label(of: history.starts[index]), allowed: history.totals[index].allowed,
                denied: history.totals[index].denied)
        }
        return lines
            + UseChart(bars, per: history.period.rawValue)
            .lines(columns: min(Self.chartColumns, max(10, (columns ?? 80) - 24)), style)
    }

    private var sentence: String {
        guard history.total.all > 0 else { return "none" }
        return "\(history.total.all) in all"
            + (history.total.denied > 0 ? ", \(history.total.denied) of them denied" : "")
    }

    private func cells(_ group: UseHistory.Group) -> [String] {
        let total = group.total
        var cells = [history.grouping == .account ? accounts.shown(group.name).printable : group.name.printable]
        if history.grouping == .role { cells.append(group.account.map { accounts.shown($0).printable } ?? "") }
        cells += [
            "\(total.all) use\(total.all == 1 ? "" : "s")", total.denied > 0 ? "\(total.denied) denied" : "",
            total.first.map { "first \($0.secondsText)" } ?? "",
            total.first == total.last ? "" : total.last.map { "last \($0.secondsText)" } ?? "",
        ]
        if (2...Self.sparkLimit).contains(history.starts.count) {
            cells.append(RoleUsage.spark(history.starts.indices.map { group.periods[$0]?.all ?? 0 }))
        }
        return cells
    }
}

// MARK: - JSON

extension HistoryReport {
    var json: String {
        var report = JSONMembers()
        report.add("from", history.days.lowerBound.description)
        report.add("to", history.days.upperBound.description)
        report.add("by", history.grouping.rawValue)
        report.add("per", history.period.rawValue)
        var total = JSONMembers()
        Self.add(history.total, to: &total)
        report.add("total", json: total.text)
        report.add("groups", history.groups.map(json))
        report.add("periods", history.starts.indices.map { period($0, history.totals[$0]) })
        return report.text
    }

    private func json(_ group: UseHistory.Group) -> JSONMembers {
        var members = JSONMembers()
        members.add(history.grouping.rawValue, group.name)
        if let account = group.account { members.add("account", account) }
        members.add("account_name", accounts[group.account ?? (history.grouping == .account ? group.name : "")])
        Self.add(group.total, to: &members)
        members.add("periods", group.periods.sorted { $0.key < $1.key }.map { period($0.key, $0.value) })
        return members
    }

    private func period(_ index: Int, _ total: UseTotal) -> JSONMembers {
        var members = JSONMembers()
        members.add("period", history.period.label(of: history.starts[index]))
        members.add("from", history.begin(ofPeriod: index).description)
        members.add("to", history.end(ofPeriod: index).description)
        members.add("uses", total.all)
        members.add("allowed", total.allowed)
        members.add("denied", total.denied)
        return members
    }

    private static func add(_ total: UseTotal, to members: inout JSONMembers) {
        members.add("uses", total.all)
        members.add("allowed", total.allowed)
        members.add("denied", total.denied)
        members.add("first", total.first?.secondsText)
        members.add("last", total.last?.secondsText)
    }
}

// MARK: - CSV

extension HistoryReport {
    /// A line for each group and period that has uses, with names of columns above.
    var csv: [CSVLine] {
        let names = history.grouping == .role ? ["role", "account"] : [history.grouping.rawValue]
        let withNames = history.grouping == .person ? names : names + ["account_name"]
        let head = CSVLine(["period", "from", "to"] + withNames + ["uses", "allowed", "denied"])
        let groups = history.groups
        return [head]
            + history.starts.indices.flatMap { index in
                groups.compactMap { group in group.periods[index].map { line(index, group, $0) } }
            }
    }

    private func line(_ index: Int, _ group: UseHistory.Group, _ total: UseTotal) -> CSVLine {
        var cells = [
            history.period.label(of: history.starts[index]), history.begin(ofPeriod: index).description,
            history.end(ofPeriod: index).description, group.name,
        ]
        switch history.grouping {
        case .role: cells += [group.account ?? "", accounts[group.account ?? ""] ?? ""]
        case .account: cells.append(accounts[group.name] ?? "")
        case .person: break
        }
        return CSVLine(cells + ["\(total.all)", "\(total.allowed)", "\(total.denied)"])
    }
}

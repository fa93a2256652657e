internal import Alerts
internal import CloudTrail
internal import JSONText
internal import TextFormats
internal import UsageHistory

/// A look back, for people, programs and spreadsheets.
struct HistoryReport {
    /// What was counted.
    let history: UseHistory
    /// What accounts are called in text and CSV.
    let accounts: AccountNames
}

// MARK: - Text

extension HistoryReport {
    private static let chartColumns = 40
    /// With more periods than this a line of blocks is too long to read.
    private static let sparkLimit = 60

    /// The report as lines: the sum, the groups, and a bar for each period.
    ///
    /// - Parameter columns: The width to draw for; 80 where it is nil.
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
    /// The object that the help of `relay history` describes.
    var json: JSONWriter {
        var json = JSONWriter()
        json.object { json in
            json.member("from", history.days.lowerBound.description)
            json.member("to", history.days.upperBound.description)
            json.member("by", history.grouping.rawValue)
            json.member("per", history.period.rawValue)
            json.object("total") { json in Self.write(history.total, to: &json) }
            json.array("groups", of: history.groups) { json, group in write(group, to: &json) }
            json.array("periods", of: history.starts.indices) { json, index in
                write(period: index, history.totals[index], to: &json)
            }
        }
        return json
    }

    private func write(_ group: UseHistory.Group, to json: inout JSONWriter) {
        json.object { json in
            json.member(history.grouping.rawValue, group.name)
            json.member("account", group.account)
            json.member(
                "account_name", accounts[group.account ?? (history.grouping == .account ? group.name : "")])
            Self.write(group.total, to: &json)
            json.array("periods", of: group.periods.sorted { $0.key < $1.key }) { json, period in
                write(period: period.key, period.value, to: &json)
            }
        }
    }

    private func write(period index: Int, _ total: UseTotal, to json: inout JSONWriter) {
        json.object { json in
            json.member("period", history.period.label(of: history.starts[index]))
            json.member("from", history.begin(ofPeriod: index).description)
            json.member("to", history.end(ofPeriod: index).description)
            json.member("uses", total.all)
            json.member("allowed", total.allowed)
            json.member("denied", total.denied)
        }
    }

    private static func write(_ total: UseTotal, to json: inout JSONWriter) {
        json.member("uses", total.all)
        json.member("allowed", total.allowed)
        json.member("denied", total.denied)
        json.member("first", total.first?.secondsText)
        json.member("last", total.last?.secondsText)
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

internal import Archive
internal import CloudTrail
internal import JSONText

/// Which alerts one set of rules gives and another does not, over the same events. An alert is a rule's match.
struct AlertComparison {
    struct Alert {
        enum Change: String { case added, dropped }

        let change: Change
        let rule: String
        let path: String
        let index: Int
        let use: RoleUse?
    }

    /// The first ones; see ``listedLimit``.
    private(set) var alerts: [Alert] = []
    private(set) var kept = 0
    private(set) var added = 0
    private(set) var dropped = 0

    /// How many alerts are listed; all are counted.
    static let listedLimit = 1_000

    /// - Parameters:
    ///   - new: the names of the rules that match now.
    ///   - old: the names of the rules that matched before.
    mutating func add(_ match: ReplayMatch, new: [String], old: [String]) {
        let (new, old) = (Set(new), Set(old))
        kept += new.intersection(old).count
        for rule in new.subtracting(old).sorted() { note(.added, rule, match) }
        for rule in old.subtracting(new).sorted() { note(.dropped, rule, match) }
    }

    private mutating func note(_ change: Alert.Change, _ rule: String, _ match: ReplayMatch) {
        if change == .added { added += 1 } else { dropped += 1 }
        guard alerts.count < Self.listedLimit else { return }
        alerts.append(Alert(change: change, rule: rule, path: match.path, index: match.index, use: match.use))
    }

    var json: String {
        let list = alerts.map { alert in
            var members = [
                "\"change\":\(JSONString.quoted(alert.change.rawValue))", "\"rule\":\(JSONString.quoted(alert.rule))",
                "\"file\":\(JSONString.quoted(alert.path))", "\"record\":\(alert.index)",
            ]
            if let use = alert.use {
                members += [
                    "\"who\":\(JSONString.quoted(use.who))", "\"role\":\(JSONString.quoted(use.roleName))",
                    "\"time\":\(use.time.map(JSONString.quoted) ?? "null")",
                ]
            }
            return "{\(members.joined(separator: ","))}"
        }
        return
            "{\"kept\":\(kept),\"added\":\(added),\"dropped\":\(dropped),\"alerts\":[\(list.joined(separator: ","))]}"
    }

    func text(in style: TextStyle) -> [String] {
        var lines = ["Alerts   \(added) added, \(dropped) dropped, \(kept) kept"]
        for alert in alerts {
            let isAdded = alert.change == .added
            let use = alert.use.map { "\($0.time ?? "") \($0.who.printable) \($0.roleName.printable)" }
            let place = "\(alert.path.printable), record \(alert.index + 1)"
            lines.append(
                "  \(style(isAdded ? .green : .red, isAdded ? "+" : "-")) \(alert.rule)  \(use.map { "\($0)  " } ?? "")\(place)"
            )
        }
        if added + dropped > alerts.count { lines.append("  … and \(added + dropped - alerts.count) more") }
        return lines
    }
}

internal import Alerts
internal import CloudTrail
internal import JSONText
import Outbox
internal import TextFormats
internal import UsageHistory

/// Role uses told one by one, written as they are read.
struct UseList {
    enum Form {
        case text, json, csv
    }

    let days: ClosedRange<CalendarDay>
    let accounts: AccountNames
    let form: Form
    let console: Console
    private(set) var count = 0

    init(days: ClosedRange<CalendarDay>, accounts: AccountNames, form: Form, console: Console) {
        self.days = days
        self.accounts = accounts
        self.form = form
        self.console = console
    }

    func begin() throws {
        switch form {
        case .text: break
        case .json: try console.write("{\"from\":\"\(days.lowerBound)\",\"to\":\"\(days.upperBound)\",\"uses\":[".utf8)
        case .csv: try console.write(CSVLine(Self.columns).text.utf8)
        }
    }

    /// - Parameter uses: some of them, in order.
    mutating func add(_ uses: [LedgerUse]) throws {
        switch form {
        case .text: for line in TextTable(rows: uses.map(cells), rowsLimit: uses.count).lines { try console.line(line) }
        case .json:
            for (place, use) in uses.enumerated() {
                try console.write("\(count + place > 0 ? "," : "")\n\(json(use))".utf8)
            }
        case .csv:
            for use in uses {
                let values = values(of: use)
                try console.write(CSVLine(values.map { $0.value ?? "" }).text.utf8)
            }
        }
        count += uses.count
    }

    func end() throws {
        switch form {
        case .text:
            if count == 0 { console.note("relay: nobody used a role from \(days.lowerBound) to \(days.upperBound)") }
        case .json: try console.line("]}")
        case .csv: break
        }
    }
}

extension UseList {
    /// What people ask first, the longest last.
    private func cells(_ use: LedgerUse) -> [String] {
        let outcome =
            use.outcome == .allowed ? "allowed" : "denied\(use.refusal.map { " (\($0.printable))" } ?? "")"
        return [
            use.time.secondsText, use.who.printable, use.role.printable, accounts.shown(use.account).printable,
            "from \((use.sourceAddress ?? RoleUse.unknown).printable)", "MFA \(use.mfa.rawValue)", outcome,
            "key \((use.accessKeyID ?? "-").printable)", "event \((use.eventID ?? "-").printable)",
        ]
    }

    /// Everything on record, in the order of the columns; nil what a use does not have.
    private func values(of use: LedgerUse) -> [(name: String, value: String?)] {
        let origin =
            switch use.origin {
            case .live: "live"
            case .archive: "archive"
            case .drill: "drill"
            }
        let values: [String?] = [
            use.time.secondsText, use.who, use.role, use.roleARN, use.account, accounts[use.account], use.region,
            use.sourceAddress, use.kind.rawValue, use.channel.rawValue, use.mfa.rawValue, use.outcome.rawValue,
            use.refusal, use.sessionName, use.durationSeconds.map(String.init), use.accessKeyID, use.eventID,
            use.sharedEventID, use.receivedAt.description, origin,
        ]
        return Array(zip(Self.columns, values)).map { (name: $0, value: $1) }
    }

    private func json(_ use: LedgerUse) -> String {
        var members = JSONMembers()
        for (name, value) in values(of: use) {
            if name.utf8.elementsEqual(Self.durationColumn.utf8) {
                if let seconds = use.durationSeconds { members.add(name, seconds) }
            } else {
                members.add(name, value)
            }
        }
        return members.text
    }

    private static let durationColumn = "duration_seconds"

    private static let columns = [
        "time", "who", "role", "role_arn", "account", "account_name", "region", "source_address", "kind", "channel",
        "mfa",
        "outcome", "refusal", "session_name", durationColumn, "access_key_id", "event_id", "shared_event_id",
        "received_at", "origin",
    ]
}

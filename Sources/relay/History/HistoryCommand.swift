internal import ArgumentParser
internal import CloudTrail
internal import Rules
internal import TextFormats
internal import UsageHistory

/// `relay history`.
struct HistoryCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Say who used which role how often, from the ledger that serve and replay --record keep.",
        discussion: """
            Works beside a running 'relay serve', and changes nothing. Fire drills are no uses. All days are UTC; a week \
            begins on Monday. With --list each use is told by itself: when, who, which role, from where, with MFA or not, \
            allowed or denied, and the session key and event id by which more can be found.

            EXAMPLE:
              relay history --config relay.yaml
              relay history --by person --per month --from 2026-01-01 --svg uses.svg
              relay history --list --role BreakGlassAdmin --csv > uses.csv

            JSON: {"from", "to", "by", "per", "total": {"uses", "allowed", "denied", "first", "last"}, "groups": \
            [{"role" and "account", or "person", or "account"; "account_name"; the members of "total"; "periods": \
            [{"period", "from", "to", "uses", "allowed", "denied"}]}], "periods": […]}. The groups' periods leave out \
            those without a use, the others are complete. With --list: {"from", "to", "uses": [{"time", "who", "role", \
            "role_arn", "account", "account_name", "region", "source_address", "kind", "channel", "mfa", "outcome", "refusal", \
            "session_name", "duration_seconds", "access_key_id", "event_id", "shared_event_id", "received_at", \
            "origin"}]}; what a use does not have is left out. CSV has the same in columns.

            EXIT STATUS:
              0  there are uses
              1  there are none
              2  could not tell
            """)

    @OptionGroup var store: StoreOption
    @OptionGroup var selected: HistoryOptions
    @OptionGroup var output: FormatOption

    @Flag(help: "Tell each use by itself, by time.")
    var list = false

    @Flag(help: "Write comma-separated values, for spreadsheets.")
    var csv = false

    @Option(
        help: ArgumentHelp("Draw the uses over time into this file, for a report.", valueName: "file"),
        completion: .file(extensions: ["svg"]))
    var svg: String?

    @Option(help: ArgumentHelp("What stands above the drawing.", valueName: "text"))
    var title: String?

    func run(on console: Console) async throws -> ExitStatus {
        if csv, output.format == .json { throw UsageError("--csv and --format json: choose one") }
        if list, svg != nil { throw UsageError("--list and --svg: what is told one by one is not drawn") }
        let days = try selected.days(today: SystemClock().now.day)
        let rules = store.store == nil ? try store.config.loadRules(on: console) : nil
        let location = rules.map { StoreLocation(store.config, rules: $0) } ?? StoreLocation(path: store.store ?? "")
        let ledger = LedgerReading(store: try location.open(for: .read), filter: selected.filter)
        let accounts = AccountNames(rules?.accounts ?? [])
        let history = UseHistory(
            days: days, by: selected.by, per: selected.per ?? HistoryPeriod(fitting: days.count))
        return list
            ? try await writeList(of: ledger, history, accounts, on: console)
            : try await writeSums(of: ledger, history, accounts, on: console)
    }

    private func writeSums(
        of ledger: LedgerReading, _ empty: UseHistory, _ accounts: AccountNames, on console: Console
    ) async throws -> ExitStatus {
        var history = empty
        try await ledger.forEach(in: history.range) { history.add($0) }
        if let svg { try draw(history, accounts, into: svg) }
        let report = HistoryReport(history: history, accounts: accounts)
        if csv {
            for line in report.csv { try console.write(line.text.utf8) }
        } else if output.format == .json {
            try console.line(report.json)
        } else {
            for line in report.text(in: console.style, columns: console.columns) { try console.line(line) }
        }
        return history.total.all > 0 ? .yes : .no
    }

    private func draw(_ history: UseHistory, _ accounts: AccountNames, into path: String) throws {
        let words = title ?? "Role uses by \(history.grouping.rawValue)"
        guard let chart = HistoryChart(history, title: words, accountNames: accounts.all) else {
            throw UsageError(
                "--svg: \(history.starts.count) bars are more than the \(HistoryChart.barsLimit) that a chart can show; "
                    + "add up by a longer time with --per")
        }
        try OutputFile.write(chart.svg.utf8, to: path, replacing: true)
    }

    private func writeList(
        of ledger: LedgerReading, _ history: UseHistory, _ accounts: AccountNames, on console: Console
    ) async throws -> ExitStatus {
        let form: UseList.Form = csv ? .csv : output.format == .json ? .json : .text
        var list = UseList(days: history.days, accounts: accounts, form: form, console: console)
        try list.begin()
        try await ledger.forEachPage(in: history.range) { try list.add($0) }
        try list.end()
        return list.count > 0 ? .yes : .no
    }
}

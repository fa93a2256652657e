internal import ArgumentParser
internal import Outbox
internal import SQLiteStore

/// `relay outbox show`.
struct OutboxShowCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show everything about deliveries: the event, the body, each attempt, and why it was given up.",
        discussion: """
            EXAMPLE:
              relay outbox show 17
              relay outbox show --preview 17

            JSON: {"deliveries": [{what 'list' says, "attempts_made": [{"number", "started_at", "ended_at", \
            "status", "outcome", "reason", "excerpt"}], "interventions": [{"action": "redrive"|"drop", "at", "who", \
            "why"}], "request": {"path_parameters": […], "headers": [{"name", "value"}], "query": [{"name", "value"}], \
            "body"}, "event": {…}}]}; the body is the text that is sent, what is not there is left out.

            EXIT STATUS:
              0  shown
              1  there is no such delivery
              2  could not tell
            """)

    @Argument(help: ArgumentHelp("The deliveries' numbers.", valueName: "id"), transform: DeliveryID.init(argument:))
    var ids: [DeliveryID]

    @OptionGroup var store: StoreOption
    @OptionGroup var output: FormatOption

    @Flag(help: "Draw the body as Slack shows it.")
    var preview = false

    func run(on console: Console) async throws -> ExitStatus {
        if preview, output.format == .json { throw UsageError("give --preview or --format json, not both") }
        let store = try SQLiteAlertStore(try store.path(on: console), for: .read)
        var records: [DeliveryRecord] = []
        for id in ids {
            guard let record = try await store.delivery(id) else {
                console.note("relay: there is no delivery \(id)")
                continue
            }
            records.append(record)
        }
        switch output.format {
        case .json:
            var report = JSONMembers()
            report.add("deliveries", records.map(DeliveryReport.json))
            try console.line(report.text)
        case .text:
            for (index, record) in records.enumerated() {
                if index > 0 { try console.line() }
                let lines = DeliveryReport.lines(
                    of: record, isPreviewed: preview, columns: console.columns, in: console.style)
                for line in lines { try console.line(line) }
            }
        }
        return records.count == ids.count ? .yes : .no
    }
}

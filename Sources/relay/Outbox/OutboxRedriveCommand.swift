internal import ArgumentParser
internal import SQLiteStore

/// `relay outbox redrive`.
struct OutboxRedriveCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "redrive",
        abstract: "Send again what was given up or is held back.",
        discussion: """
            Dead letters and deliveries that wait are sent again, with attempts and time counted anew; dropped ones \
            only by their number or with --state dropped. Who did it, and why, is put on record.

            EXAMPLE:
              relay outbox redrive --state waiting --because "the bot has been invited"
              relay outbox redrive 17 18 --because "Slack is back" --as alice

            JSON: {"redriven": number}

            EXIT STATUS:
              0  done
              1  there was nothing to send again
              2  could not tell
            """)

    @OptionGroup var filters: OutboxFilterOptions
    @OptionGroup var note: OperatorOptions
    @OptionGroup var store: StoreOption
    @OptionGroup var output: FormatOption

    func run(on console: Console) async throws -> ExitStatus {
        try note.check(filters, verb: "redriven")
        let store = try SQLiteAlertStore(try store.path(on: console), for: .write)
        let count = try await store.redrive(filters.filter, because: try note.note)
        try note.report(count, "redriven", in: output.format, on: console)
        if output.format == .text, count > 0 {
            console.note("relay: 'relay serve' sends them now, or when it next starts")
        }
        return count > 0 ? .yes : .no
    }
}

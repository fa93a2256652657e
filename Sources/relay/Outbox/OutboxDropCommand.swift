internal import ArgumentParser
internal import SQLiteStore

/// `relay outbox drop`.
struct OutboxDropCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "drop",
        abstract: "Give up what is still to be sent.",
        discussion: """
            Pending deliveries and those that wait are sent no more; dead letters are settled with it only by their \
            number or with --state dead. Who did it, and why, is put on record, and the delivery stays in the outbox.

            EXAMPLE:
              relay outbox drop --destination drills --because "its channel is gone"

            JSON: {"dropped": number}

            EXIT STATUS:
              0  done
              1  there was nothing to give up
              2  could not tell
            """)

    @OptionGroup var filters: OutboxFilterOptions
    @OptionGroup var note: OperatorOptions
    @OptionGroup var store: StoreOption
    @OptionGroup var output: FormatOption

    func run(on console: Console) async throws -> ExitStatus {
        try note.check(filters, verb: "dropped")
        let store = try SQLiteAlertStore(try store.path(on: console), for: .write)
        let count = try await store.drop(filters.filter, because: try note.note)
        try note.report(count, "dropped", in: output.format, on: console)
        return count > 0 ? .yes : .no
    }
}

internal import Alerts
internal import ArgumentParser
internal import Outbox

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

    @OptionGroup var intervention: OutboxIntervention

    func run(on console: Console) async throws -> ExitStatus {
        let count = try await intervention.run("dropped", on: console) { store, filter, note in
            try await store.drop(filter, because: note)
        }
        return count > 0 ? .yes : .no
    }
}

internal import Alerts
internal import ArgumentParser
internal import Outbox

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

    @OptionGroup var intervention: OutboxIntervention

    func run(on console: Console) async throws -> ExitStatus {
        let count = try await intervention.run("redriven", on: console) { store, filter, note in
            try await store.redrive(filter, because: note)
        }
        if intervention.output.format == .text, count > 0 {
            console.note("relay: 'relay serve' sends them now, or when it next starts")
        }
        return count > 0 ? .yes : .no
    }
}

internal import ArgumentParser

/// `relay outbox`: what was to be sent, how it went, and what to do about what did not.
struct OutboxCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outbox",
        abstract:
            "Look after what relay sends: list deliveries, show one, send again what was given up, or give it up.",
        discussion: """
            Works beside a running 'relay serve', which sees to what is redriven within a second.

            STATES:
              pending    to be sent when it is due
              sending    on its way
              waiting    held back because of a mistake in the configuration: put it right, then redrive
              delivered  sent, and the destination said yes
              dead       given up: dead letters
              dropped    given up by hand

            EXAMPLE:
              relay outbox list --state dead --state waiting
              relay outbox show 17
              relay outbox redrive 17 --because "Slack is back"

            EXIT STATUS:
              0  done; of what is listed nothing is dead or waiting
              1  something is dead or waiting; there was nothing to do
              2  could not tell
            """,
        subcommands: [
            OutboxListCommand.self, OutboxShowCommand.self, OutboxRedriveCommand.self, OutboxDropCommand.self,
        ])
}

import ArgumentParser

/// Puts a real `relay serve` on trial.
@main
struct RelayTrial: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "relay-trial", abstract: "Put a real 'relay serve' on trial.",
        subcommands: [
            SoakCommand.self, LoadCommand.self, SlackCommand.self, EchoCommand.self, WriteStoreCommand.self,
        ])
}

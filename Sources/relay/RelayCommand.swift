internal import ArgumentParser

/// The root of the command line: names the subcommands, does nothing by itself.
struct RelayCommand: ParsableCommand {
    static let _errorPrefix = "relay: "

    static let configuration = CommandConfiguration(
        commandName: "relay",
        abstract: "Make every use of a break-glass role seen.",
        discussion: """
            relay reads CloudTrail logs and EventBridge events, matches them against EventBridge event patterns, and \
            renders the messages that say who used which role.

            EXAMPLE:
              relay test-pattern --pattern '{"source": ["aws.sts"]}' --explain event.json

            EXIT STATUS:
              0  yes, or done
              1  no: nothing matched, a test failed
              2  could not tell: bad input, bad arguments, a file that cannot be read

            COMPLETIONS for bash, zsh or fish:
              relay --generate-completion-script bash > relay.bash
            """,
        version: Version.current,
        subcommands: [
            TestPatternCommand.self, TestCommand.self, CheckCommand.self, InitCommand.self, RenderCommand.self,
            ReplayCommand.self, ServeCommand.self, HistoryCommand.self, OutboxCommand.self, DrillCommand.self,
        ])

    /// What may stand in the place of the subcommand.
    static var names: [String] { configuration.subcommands.map { $0._commandName } + ["help"] }
}

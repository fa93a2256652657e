internal import ArgumentParser

/// The root of the command line: names the subcommands, does nothing by itself.
struct RelayCommand: ParsableCommand {
    /// ArgumentParser puts this before the errors that it prints.
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

/// One command of relay: arguments above, and a `run` that asks a library and prints.
///
/// It returns what it found out. What it throws is printed once, on standard error, and ends relay with status 2; so
/// an error's description is a sentence for the user, with the file and place it is about.
protocol Subcommand: ParsableCommand {
    /// Does what the command is for.
    mutating func run(on console: Console) async throws -> ExitStatus
}

/// Arguments that are each well formed and do not go together.
///
/// Thrown by `run`: ArgumentParser calls `validate` before it looks for unknown options, so that a misspelt option would
/// be reported as missing.
struct UsageError: Error, Hashable, CustomStringConvertible {
    /// The sentence to print, with the options by their names.
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// The version of relay, by semantic versioning: what scripts may rely on is in each command's `--help`.
enum Version {
    /// What `relay --version` prints.
    static let current = "0.1.0"
}

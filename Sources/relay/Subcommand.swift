internal import ArgumentParser

/// One command of relay: arguments above, and a `run` that asks a library and prints.
///
/// It returns what it found out. What it throws is printed once, on standard error, and ends relay with status 2; so
/// an error's description is a sentence for the user, with the file and place it is about.
protocol Subcommand: ParsableCommand {
    mutating func run(on console: Console) async throws -> ExitStatus
}

internal import ArgumentParser
internal import Diagnostics
internal import Glibc

/// Where relay starts and ends. Every error that a command throws arrives here and becomes an exit status.
@main
enum EntryPoint {
    /// Runs the command line and ends the process with its status.
    static func main() async {
        // A reader that goes away (`relay … | head`) must show as a failed write, not as a signal that ends the process.
        _ = signal(SIGPIPE, SIG_IGN)
        let status = await run(Array(CommandLine.arguments.dropFirst()), on: Console())
        exit(status.rawValue)
    }

    /// Runs a command line. Every error has been printed when it returns.
    ///
    /// - Parameter arguments: Without the name of the program.
    static func run(_ arguments: [String], on console: Console) async -> ExitStatus {
        do {
            let status = try await outcome(of: arguments, on: console)
            try console.flush()
            return status
        } catch let error as OutputError {
            guard !error.isClosedPipe else { return .yes }
            console.note("relay: \(error)")
            return .unknown
        } catch {
            // What was found before the error is still worth having; if even that cannot be written, `error` says more.
            try? console.flush()
            console.note(Self.text(for: error, arguments: arguments))
            return .unknown
        }
    }

    private static func outcome(of arguments: [String], on console: Console) async throws -> ExitStatus {
        do {
            var command = try RelayCommand.parseAsRoot(arguments)
            if var command = command as? any Subcommand { return try await command.run(on: console) }
            try command.run()
            return .yes
        } catch  where RelayCommand.exitCode(for: error).isSuccess {
            // Help, the version and completion scripts travel as errors too.
            try console.line(RelayCommand.fullMessage(for: error, columns: console.columns))
            return .yes
        }
    }

    /// A usage error keeps the usage line that ArgumentParser adds; any other error is its own sentence.
    private static func text(for error: any Error, arguments: [String]) -> String {
        if RelayCommand.exitCode(for: error) == .validationFailure {
            if let first = arguments.first, !first.hasPrefix("-"), !RelayCommand.names.contains(first) {
                return unknownCommand(first)
            }
            return RelayCommand.fullMessage(for: error)
        }
        return "relay: \(RelayCommand.message(for: error))"
    }

    private static func unknownCommand(_ name: String) -> String {
        let guess = Spelling.nearest(to: name, among: RelayCommand.names).map { "; did you mean '\($0)'?" } ?? "."
        return "relay: there is no command '\(name.printable)'\(guess)\n  See 'relay --help' for the list."
    }
}

internal import Archive
internal import ArgumentParser
internal import Glibc

/// `EVENTS…`: where the events come from that a command looks at.
struct EventArguments: ParsableArguments {
    @Argument(help: ArgumentHelp("Files, folders, - or JSON.", valueName: "events"), completion: .file())
    var events: [String] = []

    /// How many of the arguments read standard input.
    var standardInputCount: Int { events.count { $0 == EventInput.standardInput } }

    /// The arguments; standard input where there are none.
    func inputs() throws -> [String] {
        if events.contains("") { throw UsageError("an empty argument names no events") }
        guard events.isEmpty else { return events }
        // Waiting for somebody to type JSON would look as if relay hung.
        guard isatty(STDIN_FILENO) == 0 else { throw NoEventsError.noneNamed }
        return [EventInput.standardInput]
    }
}

/// A command that looks at events found none.
enum NoEventsError: Error, Hashable, CustomStringConvertible {
    /// No argument, and standard input is a terminal.
    case noneNamed
    /// Arguments that were read to their end; some of the files hold no events by their kind.
    case noneFound(in: [String], skippedFiles: Int)

    var description: String {
        switch self {
        case .noneNamed:
            return "no events: name files or folders, write an event as JSON, or pipe events in"
        case .noneFound(let arguments, let skippedFiles):
            let names = arguments.enumerated().map { index, argument in
                if argument == EventInput.standardInput { return "standard input" }
                return EventInput.isJSON(argument) ? EventInput.name(ofArgument: index) : argument.printable
            }
            let skipped =
                switch skippedFiles {
                case 0: ""
                case 1: ": the one file holds none (a digest, an Insight, or no log)"
                default: ": \(skippedFiles) files hold none (digests, Insights, or no logs)"
                }
            return "no events in \(names.joined(separator: ", "))\(skipped)"
        }
    }
}

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

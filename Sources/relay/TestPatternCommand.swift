internal import Archive
internal import ArgumentParser
internal import EventPatterns

/// `relay test-pattern`.
struct TestPatternCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "test-pattern",
        abstract: "Say which events match a pattern, and why the others do not.",
        discussion: """
            EVENTS are files, folders, archives, - for standard input, or JSON, which begins with { or [; without any, \
            standard input is read. They may have every form that CloudTrail data comes in, gzipped or not: log files, \
            single records, EventBridge events, arrays, one per line, CloudWatch Logs payloads, the output of \
            'aws cloudtrail lookup-events'. Records are put into the envelope in which EventBridge delivers them.

            EXAMPLE:
              relay test-pattern --pattern pattern.json --explain event.json
              relay test-pattern --pattern '{"source": ["aws.sts"]}' AWSLogs/
              relay test-pattern --rule break-glass-used --watch events/

            JSON, on one line: {"Result": true|false, "matches": [EVENT…], "misses": [EVENT…], "events", "matched", \
            "malformed", "skippedFiles", "failedFiles"}. "Result" is AWS's: whether any event matches. The numbers count \
            events, records that are no JSON, files without events, and files that could not be read. EVENT is {"id", \
            "time", "account", "region", "name", "source", "number"}; what the event does not say is left out, and \
            "number" says which event of its source it is. With --explain an EVENT also has "explanation": {"matches", \
            "held", "of", "hints", "tests": [{"path", "outcome": "held"|"missing"|"refused"|"elsewhere"|"unwanted", \
            "wanted", "found", "foundCount", "hints"}]}, and one of "misses", nearest first, "count": how many events \
            miss the same.

            EXIT STATUS:
              0  an event matches
              1  none does
              2  could not tell: no events, or not all could be read
            """)

    /// How many kinds of near misses are told unless somebody wants more.
    private static let usualMisses = 3

    @OptionGroup var pattern: PatternOptions

    @OptionGroup var events: EventArguments

    @Flag(help: "Say which tests of the pattern hold and which do not; of many events, for the nearest misses.")
    var explain = false

    @Option(help: ArgumentHelp("How many kinds of near misses --explain tells.", valueName: "count"))
    var misses = Self.usualMisses

    @Flag(help: "Go on, and answer again each time a file changes, until interrupted.")
    var watch = false

    @OptionGroup var output: FormatOption

    func run(on console: Console) async throws -> ExitStatus {
        try checkArguments()
        guard watch else { return try answer(on: console) }
        let files = [pattern.file].compactMap(\.self) + EventInput(events.events).paths
        try await Watch(paths: files, console: console).run { _ = try answer(on: console) }
        return .yes
    }

    private func checkArguments() throws {
        if misses < 1 { throw UsageError("--misses must be at least 1") }
        let patternIsPiped = pattern.pattern == EventInput.standardInput
        let pipedEvents = events.events.isEmpty ? 1 : events.standardInputCount
        if pipedEvents + (patternIsPiped ? 1 : 0) > 1 {
            throw UsageError("standard input can be read only once")
        }
        if watch, pipedEvents > 0 || patternIsPiped {
            throw UsageError("--watch needs files to watch: standard input can be read only once")
        }
    }

    /// Compiles the pattern, tries it on all events, and prints what came of it.
    private func answer(on console: Console) throws -> ExitStatus {
        let pattern = try pattern.load(on: console)
        var report: any TrialReport =
            switch output.format {
            case .text: TrialText(pattern, missesLimit: misses, console: console)
            case .json: TrialJSON(missesLimit: misses, console: console)
            }
        return try PatternTrial(of: pattern, explains: explain, console: console).run(
            try events.inputs(), into: &report)
    }
}

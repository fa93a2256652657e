internal import Archive
internal import CloudTrail
internal import EventPatterns
internal import JSONText
internal import PatternExplanations

/// Tests a pattern against events, one after the other.
struct PatternTestRun {
    private let pattern: EventPattern
    private let explains: Bool
    private let console: Console

    /// - Parameter explains: Whether to work out for each event why it matches or does not.
    init(of pattern: EventPattern, explains: Bool, console: Console) {
        self.pattern = pattern
        self.explains = explains
        self.console = console
    }

    /// Reads all events. An input that cannot be read is reported on standard error and counted, and the rest is read.
    func run(_ arguments: [String], into report: inout any PatternResultReport) async throws -> ExitStatus {
        var counts = PatternResultCounts()
        var faults = InputFaultText(arguments: arguments)
        try await EventInput(arguments).read { item in
            switch item {
            case .event(let input):
                let result = result(of: input)
                counts.events += 1
                if result.matches { counts.matched += 1 }
                try report.add(result, number: counts.events)
            case .malformed(let record):
                counts.malformed += 1
                console.note("relay: \(faults.text(for: record))")
            case .failed(let file):
                counts.failedFiles += 1
                console.note("relay: \(faults.text(for: file))")
            case .skipped:
                counts.skippedFiles += 1
            }
        }
        // Where something went wrong, that has been reported; else this is the only answer.
        if counts.events == 0, counts.malformed == 0, counts.failedFiles == 0 {
            throw NoEventsError.noneFound(in: arguments, skippedFiles: counts.skippedFiles)
        }
        try report.finish(counts)
        return counts.status
    }

    private func result(of input: InputEvent) -> PatternResult {
        let event = FlatEvent(input.document.root)
        let label = EventLabel(event, source: input.source, number: input.number)
        guard explains else {
            return PatternResult(event: event, label: label, matches: pattern.matches(event), explanation: nil)
        }
        let explanation = Explanation(of: pattern, for: event)
        return PatternResult(event: event, label: label, matches: explanation.matches, explanation: explanation)
    }
}

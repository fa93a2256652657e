internal import Archive
internal import EventPatterns
internal import JSONText

/// Tries a pattern on events, one after the other.
struct PatternTrial {
    private let pattern: EventPattern
    private let explains: Bool
    private let console: Console

    /// - Parameter explains: whether to find out why for each event.
    init(of pattern: EventPattern, explains: Bool, console: Console) {
        self.pattern = pattern
        self.explains = explains
        self.console = console
    }

    /// Reads all events. What cannot be read is said on standard error and counted; the rest is read all the same.
    func run(_ arguments: [String], into report: inout any TrialReport) throws -> ExitStatus {
        var tally = TrialTally()
        var faults = InputFaultText(arguments: arguments)
        try EventInput(arguments).read { item in
            switch item {
            case .event(let input):
                let trial = trial(of: input)
                tally.events += 1
                if trial.matches { tally.matched += 1 }
                try report.add(trial, number: tally.events)
            case .malformed(let record):
                tally.malformed += 1
                console.note("relay: \(faults.text(for: record))")
            case .failed(let file):
                tally.failedFiles += 1
                console.note("relay: \(faults.text(for: file))")
            case .skipped:
                tally.skippedFiles += 1
            }
        }
        // What went wrong has been said; silence would be no answer.
        if tally.events == 0, tally.malformed == 0, tally.failedFiles == 0 {
            throw NoEventsError.noneFound(in: arguments, skippedFiles: tally.skippedFiles)
        }
        try report.finish(tally)
        return tally.status
    }

    private func trial(of input: InputEvent) -> Trial {
        let event = FlatEvent(input.document.root)
        let label = EventLabel(event, source: input.source, number: input.number)
        guard explains else {
            return Trial(event: event, label: label, matches: pattern.matches(event), explanation: nil)
        }
        let explanation = Explanation(of: pattern, for: event)
        return Trial(event: event, label: label, matches: explanation.matches, explanation: explanation)
    }
}

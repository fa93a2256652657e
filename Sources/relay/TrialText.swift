internal import EventPatterns

/// The answer of `relay test-pattern` for people.
///
/// A single event gets a verdict. Of many, those that match are listed; the nearest misses are explained if wanted.
struct TrialText: TrialReport {
    private let pattern: EventPattern
    private let console: Console
    private var misses: NearMisses<EventLabel>
    /// The first event is held back until it is known whether it is the only one.
    private var first: Trial?

    /// - Parameter missesLimit: how many kinds of misses are explained.
    init(_ pattern: EventPattern, missesLimit: Int, console: Console) {
        self.pattern = pattern
        self.console = console
        misses = NearMisses(limit: missesLimit)
    }

    mutating func add(_ trial: Trial, number: Int) throws {
        if number == 1 {
            first = trial
            return
        }
        if let held = first {
            first = nil
            try list(held)
        }
        try list(trial)
    }

    mutating func finish(_ tally: TrialTally) throws {
        if let first {
            try console.line(verdict(on: first))
        } else if tally.events > 0 {
            try printMisses()
            try console.line("\(tally.matched) of \(tally.events) events match")
        }
    }

    private mutating func list(_ trial: Trial) throws {
        if trial.matches {
            try console.line("\(console.style(.green, "match"))  \(trial.label.line)")
        } else if let explanation = trial.explanation {
            misses.add(explanation, of: trial.label)
        }
    }

    /// Even unasked, a single event that does not match is worth a line that says why.
    private func verdict(on trial: Trial) -> String {
        if let explanation = trial.explanation { return text(of: explanation) }
        guard !trial.matches else { return console.style(.green, "match") }
        return "\(console.style(.red, "no match")): \(Explanation(of: pattern, for: trial.event).summary)"
    }

    private func printMisses() throws {
        for miss in misses.nearest {
            let others = miss.count > 1 ? "  and \(miss.count - 1) more that miss the same" : ""
            try console.line()
            try console.line("\(miss.label.line)\(console.style(.dim, others))")
            try console.line(text(of: miss.explanation))
        }
        if !misses.nearest.isEmpty { try console.line() }
    }

    private func text(of explanation: Explanation) -> String {
        let style = console.style
        return explanation.text { emphasis, text in
            switch emphasis {
            case .good: style(.green, text)
            case .bad: style(.red, text)
            case .quiet: style(.dim, text)
            case .hint: style(.cyan, text)
            }
        }
    }
}

internal import EventPatterns
internal import PatternExplanations

/// The answer of `relay test-pattern` for people.
///
/// Of a single event the report says whether it matches. Of many it lists those that match, and explains the nearest
/// misses if asked to.
struct PatternResultText: PatternResultReport {
    private let pattern: EventPattern
    private let console: Console
    private var misses: NearMisses<EventLabel>
    /// The first event, which is kept back until it is known whether there are more.
    private var first: PatternResult?

    /// - Parameter missesLimit: How many kinds of misses are explained.
    init(_ pattern: EventPattern, missesLimit: Int, console: Console) {
        self.pattern = pattern
        self.console = console
        misses = NearMisses(limit: missesLimit)
    }

    mutating func add(_ result: PatternResult, number: Int) throws {
        if number == 1 {
            first = result
            return
        }
        if let held = first {
            first = nil
            try list(held)
        }
        try list(result)
    }

    mutating func finish(_ counts: PatternResultCounts) throws {
        if let first {
            try console.line(verdict(on: first))
        } else if counts.events > 0 {
            try printMisses()
            try console.line("\(counts.matched) of \(counts.events) events match")
        }
    }

    private mutating func list(_ result: PatternResult) throws {
        if result.matches {
            try console.line("\(console.style(.green, "match"))  \(result.label.line)")
        } else if let explanation = result.explanation {
            misses.add(explanation, of: result.label)
        }
    }

    /// Says in a line why a single event does not match, even without `--explain`.
    private func verdict(on result: PatternResult) -> String {
        if let explanation = result.explanation { return text(of: explanation) }
        guard !result.matches else { return console.style(.green, "match") }
        return "\(console.style(.red, "no match")): \(Explanation(of: pattern, for: result.event).summary)"
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

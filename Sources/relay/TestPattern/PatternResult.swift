internal import EventPatterns
internal import PatternExplanations

/// One event, and whether the pattern matches it.
struct PatternResult {
    /// The event as patterns see it.
    let event: FlatEvent
    /// How the event is named in the report.
    let label: EventLabel
    /// Whether the pattern matches it.
    let matches: Bool
    /// Why; nil unless explanations were asked for.
    let explanation: Explanation?
}

/// Writes the results of `relay test-pattern`, one by one, and a summary at the end.
protocol PatternResultReport {
    /// Writes a result, or keeps what the summary needs of it.
    ///
    /// - Parameter number: Which event it is of all, from 1.
    mutating func add(_ result: PatternResult, number: Int) throws
    /// Writes the summary.
    mutating func finish(_ counts: PatternResultCounts) throws
}

/// How many events a pattern matched, and how much could not be read.
struct PatternResultCounts: Hashable {
    /// Events that were read.
    var events = 0
    /// Of those, the events that the pattern matches.
    var matched = 0
    /// Records that could not be read.
    var malformed = 0
    /// Files without events: digests, Insights, and in folders every file that is no log.
    var skippedFiles = 0
    /// Files that could not be read, or not to their end.
    var failedFiles = 0

    /// As with grep, an input that could not be read outweighs a match: the caller may have asked for the other answer.
    var status: ExitStatus {
        if malformed > 0 || failedFiles > 0 || events == 0 { return .unknown }
        return matched > 0 ? .yes : .no
    }
}

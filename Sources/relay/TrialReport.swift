internal import EventPatterns

/// Says what became of each event, and in the end of all of them.
protocol TrialReport {
    /// - Parameter number: which event it is of all, from 1.
    mutating func add(_ trial: Trial, number: Int) throws
    mutating func finish(_ tally: TrialTally) throws
}

/// One event and what came of it.
struct Trial {
    let event: FlatEvent
    let label: EventLabel
    let matches: Bool
    /// Why; nil where nobody asked.
    let explanation: Explanation?
}

/// Why an event matches a pattern, or how far it is from it: each field with what was wanted and what was found.
///
/// ```swift
/// let explanation = Explanation(of: pattern, for: event)
/// explanation.matches  // what `pattern.matches(event)` says
/// explanation.summary  // 3 of 4 tests held; detail.eventName wanted "AssumeRole", found "AssumeRoleWithSAML"
/// ```
///
/// Making one costs about as much as matching; texts and hints are worked out when they are asked for.
public struct Explanation: Sendable {
    /// The event that is explained.
    public let event: FlatEvent
    /// The alternative that is satisfied, or the one that is nearest to it.
    public let best: AlternativeExplanation
    /// The pattern's other alternatives, nearest first.
    public let others: [AlternativeExplanation]

    /// Whether the event matches, as ``EventPattern/matches(_:)`` says.
    public var matches: Bool { best.isSatisfied }

    /// Judges the event with each of the pattern's alternatives.
    public init(of pattern: EventPattern, for event: FlatEvent) {
        self.event = event
        var alternatives = pattern.alternatives.map {
            AlternativeExplanation(of: $0, for: event, source: pattern.source)
        }
        // Sorted by position too, since Swift does not promise that sorting keeps the order of equals.
        let order = alternatives.indices.sorted { left, right in
            alternatives[left].isNearer(than: alternatives[right])
                || (!alternatives[right].isNearer(than: alternatives[left]) && left < right)
        }
        alternatives = order.map { alternatives[$0] }
        best = alternatives.first ?? AlternativeExplanation(fields: [])
        others = Array(alternatives.dropFirst())
    }

    /// One line: how many tests held, and the first that did not.
    public var summary: String {
        let counts = "\(best.heldCount) of \(best.fields.count) tests held"
        guard let miss = best.fields.first(where: { $0.outcome != .held }) else { return counts }
        return "\(counts); \(miss.summary)"
    }

    /// What about the event as a whole is probably in the way.
    public var hints: [ExplanationHint] {
        guard !matches, HintFinder.isBareRecord(event, for: best) else { return [] }
        return [.bareRecord]
    }
}

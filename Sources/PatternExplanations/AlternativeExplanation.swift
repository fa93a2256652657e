import Diagnostics
import EventPatterns

/// The result of judging an event by one of the conjunctions that a pattern's `$or` arrays expand to.
public struct AlternativeExplanation: Sendable {
    /// In the order in which they are judged, that of their paths.
    public let fields: [FieldExplanation]

    init(fields: [FieldExplanation]) {
        self.fields = fields
    }

    /// Whether every field held, so that the event matches.
    public var isSatisfied: Bool { !fields.isEmpty && missCount == 0 }
    /// How many fields held.
    public var heldCount: Int { fields.count { $0.outcome == .held } }
    /// How many fields did not hold.
    public var missCount: Int { fields.count - heldCount }

    /// Fewer tests missed, then more held.
    func isNearer(than other: Self) -> Bool {
        missCount != other.missCount ? missCount < other.missCount : heldCount > other.heldCount
    }
}

extension AlternativeExplanation {
    /// How many leaves may be tried for each field when looking for the most fields that hold together; the verdict itself
    /// is found with ``AlternativeEvaluation/trialsLimit``.
    private static let trialsLimit = 10_000

    init(of alternative: PatternAlternative, for event: FlatEvent, source: SourceText) {
        let fields = alternative.fields
        var evaluation = AlternativeEvaluation(fields, of: event)
        let choices: [Int: AlternativeEvaluation.Choice]
        if let solution = evaluation.firstSolution() {
            choices = Self.choices(solution, for: Array(fields.indices), of: fields, in: event)
        } else {
            choices = Self.mostChoices(for: fields, in: event)
        }
        self.init(
            fields: fields.indices.map { index in
                FieldExplanation(fields[index], choice: choices[index], event: event, source: source)
            })
    }

    /// Choices for fields that hold together, as many as can be found by adding one field after the other.
    private static func mostChoices(
        for fields: [PatternField], in event: FlatEvent
    ) -> [Int: AlternativeEvaluation.Choice] {
        let possible = fields.indices.filter { index in
            fields[index].acceptsAbsence || event.leaves(at: fields[index].path).contains { $0.passes(fields[index]) }
        }
        func solution(_ indices: [Int]) -> [AlternativeEvaluation.Choice]? {
            var evaluation = AlternativeEvaluation(
                indices.map { fields[$0] }, of: event, trialsLimit: trialsLimit)
            return evaluation.firstSolution()
        }
        // Fields that can hold alone usually hold together; only array elements can prevent it.
        if possible.count < fields.count, let together = solution(possible) {
            return choices(together, for: possible, of: fields, in: event)
        }
        var kept: [Int] = []
        var best: [AlternativeEvaluation.Choice] = []
        for index in possible {
            guard let found = solution(kept + [index]) else { continue }
            kept.append(index)
            best = found
        }
        return choices(best, for: kept, of: fields, in: event)
    }

    /// A solution by field. Where the search stopped at its limit, the remaining fields get the first leaf that passes.
    private static func choices(
        _ solution: [AlternativeEvaluation.Choice], for indices: [Int], of fields: [PatternField], in event: FlatEvent
    ) -> [Int: AlternativeEvaluation.Choice] {
        var choices: [Int: AlternativeEvaluation.Choice] = [:]
        for (position, index) in indices.enumerated() {
            if position < solution.count {
                choices[index] = solution[position]
            } else {
                let leaf = event.leafIndices(at: fields[index].path).first { event.leaves[$0].passes(fields[index]) }
                choices[index] = leaf.map { .leaf($0) } ?? .absence
            }
        }
        return choices
    }
}

public import EventPatterns

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

extension Explanation {
    /// What a piece of the text means, for callers that colour it.
    public enum Emphasis: Sendable {
        /// A field that held, one that did not, secondary text, a hint.
        case good, bad, quiet, hint
    }

    /// The explanation in lines, for a terminal:
    ///
    ///     no match: 2 of 3 tests held
    ///       ✓ detail.errorCode  not there
    ///       ✗ detail.eventName  found "AssumeRoleWithSAML"
    ///           wanted "AssumeRole"
    ///       ✓ source            "aws.sts"
    ///
    /// - Parameter style: makes a piece of text look as its meaning asks; leaves it alone by default.
    public func text(style: (Emphasis, String) -> String = { $1 }) -> String {
        var lines = [headline(style: style)]
        let width = min(best.fields.map { Self.shown($0.path).unicodeScalars.count }.max() ?? 0, Self.pathWidthLimit)
        for field in best.fields { lines += Self.lines(for: field, width: width, style: style) }
        for hint in hints { lines.append("  " + style(.hint, "hint: \(hint)")) }
        if !others.isEmpty, !matches {
            let count = others.count == 1 ? "1 other alternative" : "\(others.count) other alternatives"
            lines.append("  " + style(.quiet, "\(count) of $or no nearer"))
        }
        return lines.joined(separator: "\n")
    }

    /// How far paths push what stands after them to the right.
    private static let pathWidthLimit = 48

    private func headline(style: (Emphasis, String) -> String) -> String {
        let verdict = matches ? style(.good, "match") : style(.bad, "no match")
        return "\(verdict): \(best.heldCount) of \(best.fields.count) tests held"
    }

    private static func lines(
        for field: FieldExplanation, width: Int, style: (Emphasis, String) -> String
    ) -> [String] {
        let path = shown(field.path)
        let padded = path + String(repeating: " ", count: max(0, width - path.unicodeScalars.count))
        guard field.outcome != .held else {
            let found = field.hasChosen ? field.foundText : style(.quiet, "not there")
            return ["  \(style(.good, "✓")) \(padded)  \(found)"]
        }
        var lines = [
            "  \(style(.bad, "✗")) \(padded)  \(field.foundText)",
            "      wanted \(field.wantedText)",
        ]
        for hint in field.hints { lines.append("      " + style(.hint, "hint: \(hint)")) }
        return lines
    }

    private static func shown(_ path: String) -> String {
        PrintableText.cut(path, to: FieldExplanation.textCharactersLimit)
    }
}

/// Written as
///
///     {"matches": false, "held": 2, "of": 3, "hints": [],
///      "tests": [{"path": "detail.eventName", "outcome": "refused",
///                 "wanted": [{"wanted": "\"AssumeRole\"", "isPassed": false}],
///                 "found": [{"place": "detail.eventName", "value": "\"AssumeRoot\"",
///                            "isPassing": false, "isChosen": false}],
///                 "foundCount": 1, "hints": []}]}
///
/// of the best alternative. `wanted` and `value` are themselves JSON texts, cut where they are long.
extension Explanation: Encodable {
    private enum CodingKeys: String, CodingKey {
        case matches, held, of, hints, tests
    }

    /// Writes the object shown above, with those keys in that order.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(matches, forKey: .matches)
        try container.encode(best.heldCount, forKey: .held)
        try container.encode(best.fields.count, forKey: .of)
        try container.encode(hints.map(\.description), forKey: .hints)
        try container.encode(best.fields, forKey: .tests)
    }
}

extension FieldExplanation: Encodable {
    private enum CodingKeys: String, CodingKey {
        case path, outcome, wanted, found, foundCount, hints
    }

    /// Writes one object of `tests`, as shown above.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(path, forKey: .path)
        try container.encode(outcome.rawValue, forKey: .outcome)
        try container.encode(tests, forKey: .wanted)
        try container.encode(found, forKey: .found)
        try container.encode(foundCount, forKey: .foundCount)
        try container.encode(hints.map(\.description), forKey: .hints)
    }
}

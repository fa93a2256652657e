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

import Diagnostics
public import EventPatterns
import JSONText

/// The result of judging an event by one field of a pattern.
public struct FieldExplanation: Sendable {
    /// Whether a field holds, and if not, why.
    public enum Outcome: String, Hashable, Sendable {
        /// A leaf passes a test, together with the leaves of the other fields that held; or there is no leaf, as the
        /// test wants.
        case held
        /// There is no leaf at the path.
        case missing
        /// There are leaves, and none passes a test.
        case refused
        /// A leaf passes a test, but lies in another array element than what the other fields found.
        case elsewhere
        /// There is a leaf where none may be.
        case unwanted
    }

    /// One entry of the field's value array.
    public struct Test: Hashable, Sendable, Encodable {
        /// As the pattern spells it.
        public let wanted: String
        /// Whether some leaf of the path passes it; for `exists: false`, whether there is no leaf.
        public let isPassed: Bool
    }

    /// A leaf of the field's path.
    public struct Found: Hashable, Sendable, Encodable {
        /// The way to it with array indices: `detail.resources[1].ARN`.
        public let place: String
        /// The value as JSON, printable and at most ``FieldExplanation/textCharactersLimit`` characters.
        public let value: String
        /// Whether the leaf passes one of the field's tests.
        public let isPassing: Bool
        /// Whether it is what satisfies the field.
        public let isChosen: Bool
    }

    /// How many characters of a value or a test are shown.
    public static let textCharactersLimit = 200
    /// How many leaves of one path are listed.
    public static let foundLimit = 5

    /// The field of the pattern that is explained.
    public let field: PatternField
    /// Whether the field holds, and if not, why.
    public let outcome: Outcome
    let event: FlatEvent
    private let source: SourceText
    /// The leaf that satisfies the field, as an index of ``FlatEvent/leaves``.
    private let chosen: Int?

    init(_ field: PatternField, choice: AlternativeEvaluation.Choice?, event: FlatEvent, source: SourceText) {
        self.field = field
        self.event = event
        self.source = source
        let leaves = event.leaves(at: field.path)
        switch choice {
        case .leaf(let leaf): (outcome, chosen) = (.held, leaf)
        case .absence: (outcome, chosen) = (.held, nil)
        case nil:
            chosen = nil
            if leaves.isEmpty {
                outcome = .missing
            } else if leaves.contains(where: { $0.passes(field) }) {
                outcome = .elsewhere
            } else {
                outcome = field.tests.allSatisfy { $0 == .absent } ? .unwanted : .refused
            }
        }
    }

    /// Whether a leaf satisfies the field, not the lack of one.
    var hasChosen: Bool { chosen != nil }

    /// The keys joined by points.
    public var path: String { String(decoding: field.path, as: UTF8.self) }

    /// The entries of the value array in their order.
    public var tests: [Test] {
        let leaves = event.leaves(at: field.path)
        return zip(field.tests, field.testRanges).map { test, range in
            let wanted = String(decoding: source.bytes[range], as: UTF8.self)
            let isPassed = test == .absent ? leaves.isEmpty : leaves.contains { $0.passes(test) }
            return Test(wanted: PrintableText.cut(wanted, to: Self.textCharactersLimit), isPassed: isPassed)
        }
    }

    /// How many leaves the path has.
    public var foundCount: Int { event.leafIndices(at: field.path).count }

    /// The first leaves of the path, at most ``foundLimit``, those that matter before the others: the one that satisfies the
    /// field, then those that would alone.
    public var found: [Found] {
        let leaves = event.leafIndices(at: field.path).map { (index: $0, passes: event.leaves[$0].passes(field)) }
        let first = leaves.filter { $0.index == chosen }
        let passing = leaves.filter { $0.index != chosen && $0.passes }
        let others = leaves.filter { $0.index != chosen && !$0.passes }
        return (first + passing + others).prefix(Self.foundLimit).map { leaf in
            let value = String(decoding: event.leaves[leaf.index].value.text, as: UTF8.self)
            return Found(
                place: event.place(ofLeaf: leaf.index), value: PrintableText.cut(value, to: Self.textCharactersLimit),
                isPassing: leaf.passes, isChosen: leaf.index == chosen)
        }
    }

    /// What is probably in the way; empty for a field that held.
    public var hints: [ExplanationHint] {
        outcome == .held ? [] : HintFinder(of: self).hints()
    }

    /// `detail.eventName wanted "AssumeRole", found "AssumeRoleWithSAML"`
    public var summary: String {
        "\(PrintableText.cut(path, to: Self.textCharactersLimit)) wanted \(wantedText), \(foundText)"
    }

    /// The tests in words: `"AssumeRole" or {"prefix": "Get"}`.
    public var wantedText: String {
        PrintableText.cut(tests.map(\.wanted).joined(separator: " or "), to: Self.textCharactersLimit)
    }

    /// What was found in words: `found "AssumeRoleWithSAML"`.
    public var foundText: String {
        let found = found
        guard let first = found.first else { return "found nothing" }
        // A place says more than the path only where there are arrays.
        let places = found.map { $0.place == path ? $0.value : "\($0.value) at \($0.place)" }
        switch outcome {
        case .elsewhere: return "found \(places.first ?? first.value), in another array element than the rest"
        case .held: return places.first ?? first.value
        case .missing, .refused, .unwanted:
            let more = foundCount > found.count ? " and \(foundCount - found.count) more" : ""
            return "found \(places.joined(separator: ", "))\(more)"
        }
    }
}

extension FlatEvent.Leaf {
    func passes(_ test: PatternTest) -> Bool {
        let bytes = bytes
        return test.accepts(kind, bytes.span)
    }
}

extension FlatEvent {
    /// The way to a leaf with array indices, printable.
    func place(ofLeaf index: Int) -> String {
        var parts: [String] = []
        var step: Int? = leaves[index].step
        while let current = step {
            switch steps[current].kind {
            case .key(let key): parts.append(String(decoding: key, as: UTF8.self))
            case .index(let index): parts.append("[\(index)]")
            }
            step = steps[current].parent
        }
        let place = parts.reversed().reduce("") { text, part in
            text.isEmpty || part.hasPrefix("[") ? text + part : text + "." + part
        }
        return PrintableText.cut(place, to: FieldExplanation.textCharactersLimit)
    }
}

/// Makes text from events safe to show: its author may have chosen it to confuse the reader.
enum PrintableText {
    /// A text with control, format and line-separating characters as `\u` escapes, cut with `…` where it is too long.
    static func cut(_ text: String, to limit: Int) -> String {
        var shown = ""
        var count = 0
        for scalar in text.unicodeScalars {
            guard count < limit else { return shown + "…" }
            count += 1
            if isPrintable(scalar) {
                shown.unicodeScalars.append(scalar)
            } else {
                let digits = String(scalar.value, radix: 16, uppercase: true)
                shown += "\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
            }
        }
        return shown
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value < 0x7F { return scalar.value >= 0x20 }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: return false
        default: return true
        }
    }
}

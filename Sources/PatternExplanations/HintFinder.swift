import Diagnostics
import EventPatterns
import JSONText

/// Looks for the likely reason why one field of a pattern does not hold.
struct HintFinder {
    private let explained: FieldExplanation
    private let event: FlatEvent
    private let path: [UInt8]

    /// How many leaves of a path are looked at, and how many paths are named.
    private static let leavesLimit = 50
    private static let pathsLimit = 2
    /// Shorter keys are too similar to each other for a suggestion.
    private static let shortestSimilarKey = 3

    init(of explained: FieldExplanation) {
        self.explained = explained
        event = explained.event
        path = explained.field.path
    }

    func hints() -> [ExplanationHint] {
        switch explained.outcome {
        case .held, .unwanted: []
        case .missing: pathHints()
        case .refused: valueHints()
        case .elsewhere: explained.found.first.map { [.otherElement(place: $0.place)] } ?? []
        }
    }

    /// Whether what the pattern looks for under `detail` stands at the top of the event.
    static func isBareRecord(_ event: FlatEvent, for alternative: AlternativeExplanation) -> Bool {
        guard event.root["detail"] == nil else { return false }
        return alternative.fields.contains { field in
            let path = field.field.path
            guard field.outcome == .missing, path.starts(with: "detail.".utf8) else { return false }
            return !event.leafIndices(at: Array(path.dropFirst("detail.".utf8.count))).isEmpty
        }
    }

    // MARK: - The path

    private func pathHints() -> [ExplanationHint] {
        if let hint = hintOnTheWay() ?? containerHint() { return [hint] }
        let lowercased = Self.lowercased(path)
        if let found = event.paths.filter({ Self.lowercased($0) == lowercased }).min(by: Self.precedes) {
            return [.keyInOtherCase(path: Self.text(found))]
        }
        if let similar = similarKey() { return [.similarKey(path: similar)] }
        let elsewhere = pathsWithSameKey()
        return elsewhere.isEmpty ? [] : [.keyElsewhere(paths: elsewhere)]
    }

    /// The path leads through a value that has nothing inside.
    private func hintOnTheWay() -> ExplanationHint? {
        for index in path.indices where path[index] == UInt8(ascii: ".") {
            let parent = Array(path[..<index])
            if event.leaves(at: parent + Array(".omitted".utf8)).contains(where: { $0.kind == .true }) {
                return .omitted(path: Self.text(parent))
            }
            guard let leaf = event.leaves(at: parent).first else { continue }
            if leaf.kind == .string { return .textOnTheWay(path: Self.text(parent)) }
            return .valueOnTheWay(path: Self.text(parent), value: Self.shown(leaf))
        }
        return nil
    }

    private func containerHint() -> ExplanationHint? {
        let inside = path + [UInt8(ascii: ".")]
        if event.paths.contains(where: { $0.starts(with: inside) }) { return .notALeaf }
        var value: JSONValue? = event.root
        for key in path.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false) {
            value = value?[String(decoding: key, as: UTF8.self)]
        }
        switch value?.kind {
        case .object, .array: return .emptyContainer
        default: return nil
        }
    }

    private func similarKey() -> String? {
        let (parent, key) = Self.split(path)
        guard key.count >= Self.shortestSimilarKey else { return nil }
        var siblings: [String] = []
        for candidate in event.paths {
            let (candidateParent, candidateKey) = Self.split(candidate)
            if candidateParent == parent { siblings.append(String(decoding: candidateKey, as: UTF8.self)) }
        }
        guard let nearest = Spelling.nearest(to: String(decoding: key, as: UTF8.self), among: siblings.sorted()) else {
            return nil
        }
        return Self.text(parent + Array(nearest.utf8))
    }

    /// Paths that end in the same key, those that agree in more keys first.
    private func pathsWithSameKey() -> [String] {
        let key = Self.split(path).key
        let candidates = event.paths.filter { Self.split($0).key == key }
        let ranked = candidates.sorted { left, right in
            let (leftCount, rightCount) = (agreement(with: left), agreement(with: right))
            return leftCount != rightCount ? leftCount > rightCount : Self.precedes(left, right)
        }
        return ranked.prefix(Self.pathsLimit).map { Self.text($0) }
    }

    /// How many bytes of the path and another agree at the end.
    private func agreement(with other: [UInt8]) -> Int {
        zip(path.reversed(), other.reversed()).prefix { $0 == $1 }.count
    }

    // MARK: - The value

    private func valueHints() -> [ExplanationHint] {
        for leaf in event.leaves(at: path).prefix(Self.leavesLimit) {
            let shown = Self.shown(leaf)
            for test in explained.field.tests {
                if let hint = Self.hint(test, leaf, shown: shown) { return [hint] }
            }
        }
        return []
    }

    private static func hint(_ test: PatternTest, _ leaf: FlatEvent.Leaf, shown: String) -> ExplanationHint? {
        let bytes = leaf.bytes
        switch leaf.kind {
        case .number:
            if test.accepts(.string, bytes.span) { return .numberNotString(value: shown) }
            let isNumeric =
                switch test {
                case .numeric, .number: true
                default: false
                }
            if isNumeric, let number = DecimalNumber(parsing: bytes), !number.isComparable {
                return .numberNotComparable(value: shown)
            }
            return nil
        case .string:
            if test.accepts(.number, bytes.span), DecimalNumber(parsing: bytes) != nil {
                return .stringNotNumber(value: shown)
            }
            if test.ignoringCase(accepts: bytes) { return .valueInOtherCase(value: shown) }
            let trimmed = trimmed(bytes)
            if trimmed.count < bytes.count, test.accepts(.string, trimmed.span) { return .valueWithSpace(value: shown) }
            return test.text.flatMap { roleHint(wanted: $0, found: bytes) }
        case .true, .false, .null: return nil
        }
    }

    private static func roleHint(wanted: [UInt8], found: [UInt8]) -> ExplanationHint? {
        let role = Array(":role/".utf8)
        let session = Array(":assumed-role/".utf8)
        if holds(wanted, role), holds(found, session) { return .sessionNotRole }
        if holds(wanted, session), holds(found, role) { return .roleNotSession }
        return nil
    }

    // MARK: - Texts

    private static func holds(_ text: [UInt8], _ part: [UInt8]) -> Bool {
        text.span.firstPlace(of: part.span, from: 0, to: text.count) != nil
    }

    private static func trimmed(_ bytes: [UInt8]) -> [UInt8] {
        let isSpace: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) }
        let head = bytes.drop(while: isSpace)
        return Array(head.reversed().drop(while: isSpace).reversed())
    }

    static func lowercased(_ bytes: [UInt8]) -> [UInt8] {
        bytes.map { $0 &- UInt8(ascii: "A") < 26 ? $0 | 0x20 : $0 }
    }

    /// A path cut after its last dot.
    private static func split(_ path: [UInt8]) -> (parent: [UInt8], key: ArraySlice<UInt8>) {
        guard let dot = path.lastIndex(of: UInt8(ascii: ".")) else { return ([], path[...]) }
        return (Array(path[...dot]), path[(dot + 1)...])
    }

    private static func precedes(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        left.lexicographicallyPrecedes(right)
    }

    private static func shown(_ leaf: FlatEvent.Leaf) -> String {
        PrintableText.cut(
            String(decoding: leaf.value.text, as: UTF8.self), to: FieldExplanation.textCharactersLimit)
    }

    private static func text(_ path: [UInt8]) -> String {
        PrintableText.cut(String(decoding: path, as: UTF8.self), to: FieldExplanation.textCharactersLimit)
    }
}

extension PatternTest {
    /// The text that the test wants, stars for what is open; nil where it wants none.
    fileprivate var text: [UInt8]? {
        switch self {
        case .string(let text), .address(_, let text), .prefix(let text), .suffix(let text): text
        case .equalsIgnoreCase(let text), .prefixIgnoreCase(let text), .suffixIgnoreCase(let text): text.text
        case .wildcard(let wildcard): Array(wildcard.pieces.joined(separator: "*".utf8))
        default: nil
        }
    }

    /// Whether a string would pass if case did not count.
    fileprivate func ignoringCase(accepts string: [UInt8]) -> Bool {
        switch self {
        case .string(let text): CaseFoldedText(text).equals(string.span)
        case .prefix(let text): CaseFoldedText(text).isPrefix(of: string.span)
        case .suffix(let text): CaseFoldedText(text).isSuffix(of: string.span)
        case .wildcard(let wildcard):
            Wildcard(pieces: wildcard.pieces.map(HintFinder.lowercased))
                .matches(HintFinder.lowercased(string).span)
        default: false
        }
    }
}

import Alerts
import EventPatterns
import InputTemplates
import JSONText
import PatternExplanations
public import Rules
import TextFormats

/// Runs the tests of a rules file on events that the caller has read.
public struct RuleTestRun: Sendable {
    /// An EventBridge event of a test.
    public struct Event: Sendable {
        /// What to call it: its file, or its place in the test.
        public let name: String
        /// JSON text.
        public let bytes: [UInt8]

        /// Memberwise.
        public init(name: String, bytes: [UInt8]) {
            self.name = name
            self.bytes = bytes
        }
    }

    private let file: RulesFile

    /// - Parameter file: The file whose rules are tested; disabled ones never match.
    public init(_ file: RulesFile) {
        self.file = file
    }

    /// Everything that is not as the test says; empty when it passes.
    ///
    /// - Parameter events: The test's events, each as EventBridge would deliver it.
    public func failures(of test: RuleTest, events: [Event]) -> [RuleTestFailure] {
        guard !events.isEmpty else { return [RuleTestFailure(reason: .noEvents, event: nil)] }
        return events.flatMap { failures(of: test, event: $0) }
    }

    private func failures(of test: RuleTest, event: Event) -> [RuleTestFailure] {
        let document: JSONDocument
        do throws(JSONError) {
            document = try JSONDocument(parsing: event.bytes)
        } catch {
            return [RuleTestFailure(reason: .unreadableEvent("\(error)"), event: event.name)]
        }
        let flat = FlatEvent(document.root)
        var matched: [Rule] = []
        var reasons: [RuleTestFailure.Reason] = []
        for rule in file.rules {
            let isExpected = test.matches.containsBytes(of: rule.name)
            guard rule.state.isEnabled else {
                if isExpected { reasons.append(.disabled(rule: rule.name)) }
                continue
            }
            let matches = rule.pattern.matches(flat)
            if matches { matched.append(rule) }
            if matches, !isExpected { reasons.append(.unexpected(rule: rule.name)) }
            if !matches, isExpected { reasons.append(.missed(rule: rule.name, because: Self.why(rule, flat))) }
        }
        for body in test.bodies { reasons += failures(of: body, matched: matched, document) }
        return reasons.map { RuleTestFailure(reason: $0, event: event.name) }
    }

    /// Each field with what was wanted and what was found.
    private static func why(_ rule: Rule, _ event: FlatEvent) -> [String] {
        let text = Explanation(of: rule.pattern, for: event).text()
        return text.split(separator: "\n").map(String.init)
    }

    private func failures(of body: RuleTest.Body, matched: [Rule], _ event: JSONDocument) -> [RuleTestFailure.Reason] {
        guard let rule = matched.first(where: { $0.name.hasBytes(of: body.rule) }),
            let target = rule.target(body.target)
        else { return [.nothingSent(rule: body.rule, target: body.target)] }
        let found: [UInt8]
        do throws(RenderError) {
            found = try file.body(of: target, of: rule, for: event)
        } catch {
            return [.cannotRender(rule: rule.name, target: target.id, "\(error)")]
        }
        switch body.expectation {
        case .text(let expected):
            // A template in a YAML block ends in a line end, which is not part of what its author means.
            guard Self.trimmed(found) != Self.trimmed(Array(expected.utf8)) else { return [] }
            let text = String(decoding: found, as: UTF8.self)
            return [.body(rule: rule.name, target: target.id, path: "", expected: expected, found: text)]
        case .json(let expected):
            guard let expected = try? JSONDocument(parsing: expected) else { return [] }
            guard let found = try? JSONDocument(parsing: found) else {
                let text = String(decoding: found, as: UTF8.self)
                let wanted = expected.root.compact
                return [.body(rule: rule.name, target: target.id, path: "", expected: wanted, found: text)]
            }
            return JSONExpectation.differences(found.root, from: expected.root).map {
                .body(rule: rule.name, target: target.id, path: $0.path, expected: $0.expected, found: $0.found)
            }
        }
    }

    private static func trimmed(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
        let end = bytes.lastIndex { !$0.isASCIIBlank }.map { $0 + 1 } ?? 0
        return bytes[..<end].drop(while: \.isASCIIBlank)
    }
}

/// Compares JSON with what a test expects: of an object every member must be there, anything else must be equal.
enum JSONExpectation {
    /// One place where the two differ.
    struct Difference: Hashable, Sendable {
        /// In the body, as keys and indices joined with points; empty for the whole body.
        let path: String
        let expected: String
        /// Nil when there is nothing at the place.
        let found: String?
    }

    static func differences(_ found: JSONValue, from expected: JSONValue, path: String = "") -> [Difference] {
        guard expected.kind == .object, found.kind == .object else {
            if expected.kind == .array, found.kind == .array { return listDifferences(found, expected, path) }
            return isEqual(found, expected)
                ? [] : [Difference(path: path, expected: expected.compact, found: found.compact)]
        }
        return expected.members.flatMap { member in
            let inner = path.isEmpty ? member.name : "\(path).\(member.name)"
            guard let value = found[member.name] else {
                return [Difference(path: inner, expected: member.value.compact, found: nil)]
            }
            return differences(value, from: member.value, path: inner)
        }
    }

    private static func listDifferences(_ found: JSONValue, _ expected: JSONValue, _ path: String) -> [Difference] {
        let (foundElements, expectedElements) = (found.elements, expected.elements)
        guard foundElements.count == expectedElements.count else {
            return [Difference(path: path, expected: expected.compact, found: found.compact)]
        }
        return zip(foundElements, expectedElements).enumerated().flatMap { index, pair in
            differences(pair.0, from: pair.1, path: path.isEmpty ? "\(index)" : "\(path).\(index)")
        }
    }

    /// Strings by value, so that `é` equals `\u00e9`; numbers by value, so that 1 equals 1.0; literals as they are.
    private static func isEqual(_ left: JSONValue, _ right: JSONValue) -> Bool {
        guard left.kind == right.kind else { return false }
        switch left.kind {
        case .string, .key: return left.utf8 == right.utf8
        case .number:
            if left.number == right.number { return true }
            return left.number.flatMap(Double.init) == right.number.flatMap(Double.init)
        default: return true
        }
    }
}

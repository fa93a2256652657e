import Testing

@testable import EventPatterns

struct AlternativeEvaluationTests {
    static func matches(_ pattern: String, _ event: String) throws -> Bool {
        try EventPattern(parsing: pattern).matches(FlatEvent(parsing: event))
    }

    /// Ten thousand elements, each with one of two fields: every combination would be a hundred million.
    @Test(.timeLimit(.minutes(10)))
    func longArraysAreJudgedWithoutTryingAllPairs() throws {
        let pattern = #"{"x": {"a": ["1"], "b": ["2"]}}"#
        let half = (0..<5_000).map { _ in #"{"a": "1"}, {"b": "2"}"# }.joined(separator: ", ")
        #expect(try !Self.matches(pattern, "{\"x\": [\(half)]}"))
        #expect(try Self.matches(pattern, "{\"x\": [\(half), {\"a\": \"1\", \"b\": \"2\"}]}"))
    }

    /// Independent arrays and a last field that fails: what is known to fail is not tried for each combination.
    @Test(.timeLimit(.minutes(10)))
    func independentArraysAreNotMultiplied() throws {
        let elements = (0..<400).map { _ in #"{"p": 1}"# }.joined(separator: ", ")
        let names = ["a", "b", "c", "d", "e"]
        let event = "{\(names.map { "\"\($0)\": [\(elements)]" }.joined(separator: ", ")), \"z\": 2}"
        let fields = names.map { "\"\($0)\": {\"p\": [1]}" }.joined(separator: ", ")
        #expect(try !Self.matches("{\(fields), \"z\": [1]}", event))
        #expect(try Self.matches("{\(fields), \"z\": [2]}", event))
        // The last field in one of the arrays, so that all are needed to the end.
        #expect(try !Self.matches("{\(fields), \"e\": {\"p\": [1], \"q\": [1]}}", event))
    }

    /// Elements of elements: the outer one decides too.
    @Test func nestedElementsAgree() throws {
        let pattern = #"{"x": {"y": {"a": [1]}, "z": [2]}}"#
        #expect(try !Self.matches(pattern, #"{"x": [{"y": [{"a": 1}], "z": 3}, {"y": [{"a": 0}], "z": 2}]}"#))
        #expect(
            try Self.matches(
                pattern, #"{"x": [{"y": [{"a": 0}, {"a": 1}], "z": 3}, {"y": [{"a": 0}, {"a": 1}], "z": 2}]}"#))
    }

    /// Absence is judged in the elements chosen before, and another choice may make it true.
    @Test func absenceLooksForAnotherElement() throws {
        let pattern = #"{"x": {"b": [1], "c": [{"exists": false}]}}"#
        #expect(try Self.matches(pattern, #"{"x": [{"b": 1, "c": 2}, {"b": 1}]}"#))
        #expect(try !Self.matches(pattern, #"{"x": [{"b": 1, "c": 2}, {"b": 0}]}"#))
    }

    /// An event made to need more trials than allowed is taken as matching, and soon.
    ///
    /// The four keys on the way can be joined with dots in eight ways, which gives eight arrays of the same path. The
    /// fields `a…` choose an element of each, and only then the fields `b…` ask for the same elements again, so that every
    /// combination is a state of its own; `c` holds only where `a0` does not.
    @Test(.timeLimit(.minutes(10)))
    func contrivedEventsCountAsMatching() throws {
        var arrays = 0
        let event = Self.object(["p", "q", "r", "s"], arrays: &arrays)
        #expect(arrays == 8)
        func fields(_ key: String, _ range: Range<Int>) -> String {
            range.map { "\"\(key)\($0)\": [1]" }.joined(separator: ", ")
        }
        func pattern(_ range: Range<Int>) -> String {
            "{\"p.q.r.s\": {\(fields("a", range)), \(fields("b", range)), \"c\": [1]}}"
        }
        #expect(try !Self.matches(pattern(0..<3), event))
        #expect(try Self.matches(pattern(0..<8), event))
    }

    private static func object(_ keys: [String], arrays: inout Int) -> String {
        var members: [String] = []
        for count in 1...keys.count {
            let rest = Array(keys.dropFirst(count))
            let value = rest.isEmpty ? array(arrays) : object(rest, arrays: &arrays)
            if rest.isEmpty { arrays += 1 }
            members.append("\"\(keys.prefix(count).joined(separator: "."))\": \(value)")
        }
        return "{\(members.joined(separator: ", "))}"
    }

    private static func array(_ number: Int) -> String {
        let element = "{\"a\(number)\": 1, \"b\(number)\": 1}"
        return "[\(Array(repeating: element, count: 6).joined(separator: ", ")), {\"c\": \(number == 0 ? 1 : 0)}]"
    }

    @Test func givesOneWayToSatisfyTheFields() throws {
        let event = try FlatEvent(parsing: #"{"x": [{"a": 1}, {"a": 1, "b": 2}], "c": 3}"#)
        let pattern = try EventPattern(parsing: #"{"c": [3], "d": [{"exists": false}], "x": {"a": [1], "b": [2]}}"#)
        var evaluation = AlternativeEvaluation(pattern.alternatives[0].fields, of: event)
        #expect(evaluation.firstSolution() == [.leaf(3), .absence, .leaf(1), .leaf(2)])
    }
}

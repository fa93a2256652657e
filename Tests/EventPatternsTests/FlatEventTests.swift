import JSONText
import Testing

@testable import EventPatterns

struct FlatEventTests {
    static func leaves(_ text: String, _ path: String) throws -> [String] {
        try FlatEvent(parsing: text).leaves(at: Array(path.utf8)).map { String(decoding: $0.value.text, as: UTF8.self) }
    }

    @Test(arguments: [
        (#"{"a": 1}"#, "a", ["1"]), (#"{"a": {"b": "x"}}"#, "a.b", [#""x""#]), (#"{"a": {"b": "x"}}"#, "a", []),
        (#"{"a": [1, [2, {"b": 3}], 4]}"#, "a", ["1", "2", "4"]), (#"{"a": [1, [2, {"b": 3}], 4]}"#, "a.b", ["3"]),
        (#"{"a": {}, "b": []}"#, "a", []), (#"{"a.b": 1, "a": {"b": 2}}"#, "a.b", ["1", "2"]),
        (#"{"a": 1, "a": 2}"#, "a", ["1", "2"]), (#"{"a": {"b": 1}, "a": {"c": 2}}"#, "a.b", ["1"]),
        (#"{"\u0061": 1, "a": 2, "b": 3}"#, "a", ["1", "2"]), (#"{"": 1, "a": {"": 2}}"#, "", ["1"]),
        (#"{"": 1, "a": {"": 2}}"#, "a.", ["2"]), (#"{"": {"a": 1}}"#, ".a", ["1"]),
    ])
    func findsLeavesByPath(text: String, path: String, expected: [String]) throws {
        #expect(try Self.leaves(text, path) == expected)
    }

    @Test func elementsHoldTheirLeaves() throws {
        let event = try FlatEvent(parsing: #"{"x": [{"a": 1}, 2, {"a": 3, "b": [{"c": 4}]}], "y": 5}"#)
        #expect(event.elements.map(\.leaves) == [0..<1, 2..<4, 3..<4])
        #expect(event.elements.map(\.index) == [0, 2, 0])
        #expect(event.elements.map(\.parent) == [nil, nil, 1])
        #expect(event.arrays == [0..<4, 3..<4])
        #expect(event.leaves.map(\.element) == [0, nil, 1, 2, nil])
    }

    @Test(arguments: [
        ("", true), ("{", true), (#"{"a":1} x"#, true), ("[]", false), ("5", false), (#""x""#, false), ("null", false),
    ])
    func refusesJSONThatIsNotAnObject(text: String, isSyntax: Bool) throws {
        let error = try #require(throws: EventError.self) { try FlatEvent(parsing: text) }
        if case .notJSON = error { #expect(isSyntax) } else { #expect(!isSyntax) }
        #expect(!error.description.isEmpty)
    }

    /// The depth limit of JSON itself is reached without recursion.
    @Test func takesTheDeepestEvent() throws {
        let depth = JSONScanner.depthLimit - 1
        let text = "{\"a\":" + String(repeating: "[", count: depth) + "1" + String(repeating: "]", count: depth) + "}"
        #expect(try Self.leaves(text, "a") == ["1"])
    }
}

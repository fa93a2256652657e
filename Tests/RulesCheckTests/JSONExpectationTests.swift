import JSONText
import Testing

@testable import RulesCheck

struct JSONExpectationTests {
    @Test(
        arguments: [
            (#"{"a": 1, "b": 2}"#, #"{"a": 1}"#, []), (#"{"a": 1.0}"#, #"{"a": 1}"#, []),
            (#"{"a": "\u00e9"}"#, #"{"a": "é"}"#, []), (#"{"a": {"b": 1, "c": 2}}"#, #"{"a": {"c": 2}}"#, []),
            (#"{"a": [{"b": 1, "c": 2}]}"#, #"{"a": [{"b": 1}]}"#, []),
            (#"{"a": 1}"#, #"{"a": 2}"#, ["a"]), (#"{}"#, #"{"a": null}"#, ["a"]),
            (#"{"a": "1"}"#, #"{"a": 1}"#, ["a"]),
            (#"{"a": [1, 2]}"#, #"{"a": [1]}"#, ["a"]), (#"{"a": [1, {"b": 2}]}"#, #"{"a": [1, {"b": 3}]}"#, ["a.1.b"]),
            (#"[1]"#, #"{"a": 1}"#, [""]), (#"{"a": true}"#, #"{"a": false}"#, ["a"]),
            (#"{"a": 1, "b": 2}"#, #"{"a": 2, "b": 3}"#, ["a", "b"]),
        ] as [(String, String, [String])])
    func findsWhatDiffers(found: String, expected: String, paths: [String]) throws {
        let differences = JSONExpectation.differences(
            try JSONDocument(parsing: found).root, from: try JSONDocument(parsing: expected).root)
        #expect(differences.map(\.path) == paths)
    }
}

import EventPatterns
import PatternExplanations
import Testing

struct ExplanationHintTests {
    /// The hints on the one field of a pattern that does not hold.
    static func hints(_ pattern: String, _ event: String) throws -> [ExplanationHint] {
        let explanation = try ExplanationTests.explain(pattern, event)
        #expect(!explanation.matches)
        return explanation.best.fields.flatMap(\.hints)
    }

    @Test(arguments: [
        (
            #"{"detail": {"eventname": ["x"]}}"#, #"{"detail": {"eventName": "x"}}"#,
            ExplanationHint.keyInOtherCase(path: "detail.eventName")
        ),
        (
            #"{"detail": {"evntName": ["x"]}}"#, #"{"detail": {"eventName": "x", "eventID": 1}}"#,
            .similarKey(path: "detail.eventName")
        ),
        (
            #"{"detail": {"roleArn": ["x"]}}"#, #"{"detail": {"requestParameters": {"roleArn": "x"}}}"#,
            .keyElsewhere(paths: ["detail.requestParameters.roleArn"])
        ),
        (#"{"eventName": ["x"]}"#, #"{"detail": {"eventName": "x"}}"#, .keyElsewhere(paths: ["detail.eventName"])),
        (#"{"detail": {"user": ["x"]}}"#, #"{"detail": {"user": {"name": "x"}}}"#, .notALeaf),
        (#"{"detail": [{"exists": true}]}"#, #"{"detail": {"user": {"name": "x"}}}"#, .notALeaf),
        (#"{"resources": [{"exists": true}]}"#, #"{"resources": []}"#, .emptyContainer),
        (#"{"detail": {"a": {"b": ["x"]}}}"#, #"{"detail": "{\"a\": {\"b\": \"x\"}}"}"#, .textOnTheWay(path: "detail")),
        (#"{"a": {"b": ["x"]}}"#, #"{"a": null}"#, .valueOnTheWay(path: "a", value: "null")),
        (#"{"a": {"b": {"c": ["x"]}}}"#, #"{"a": {"omitted": true, "originalSize": 150000}}"#, .omitted(path: "a")),
        (#"{"a": ["Allow"]}"#, #"{"a": "allow"}"#, .valueInOtherCase(value: #""allow""#)),
        (#"{"a": [{"prefix": "Al"}]}"#, #"{"a": "allow"}"#, .valueInOtherCase(value: #""allow""#)),
        (#"{"a": [{"suffix": "ow"}]}"#, #"{"a": "ALLOW"}"#, .valueInOtherCase(value: #""ALLOW""#)),
        (
            #"{"a": [{"wildcard": "*Glass*"}]}"#, #"{"a": "break-glass-x"}"#,
            .valueInOtherCase(value: #""break-glass-x""#)
        ),
        (#"{"a": ["x"]}"#, #"{"a": " x\n"}"#, .valueWithSpace(value: #"" x\n""#)),
        (#"{"a": [300]}"#, #"{"a": "300"}"#, .stringNotNumber(value: #""300""#)),
        (#"{"a": [{"numeric": [">", 5]}]}"#, #"{"a": "300"}"#, .stringNotNumber(value: #""300""#)),
        (#"{"a": ["300"]}"#, #"{"a": 300}"#, .numberNotString(value: "300")),
        (
            #"{"a": [{"numeric": [">", 5]}]}"#, #"{"a": 9007199254740993}"#,
            .numberNotComparable(value: "9007199254740993")
        ),
        (
            #"{"a": [{"wildcard": "arn:aws:iam::*:role/BreakGlass"}]}"#,
            #"{"a": "arn:aws:sts::1:assumed-role/BreakGlass/bob"}"#, .sessionNotRole
        ),
        (
            #"{"a": [{"prefix": "arn:aws:sts::1:assumed-role/BreakGlass/"}]}"#,
            #"{"a": "arn:aws:iam::1:role/BreakGlass"}"#, .roleNotSession
        ),
    ])
    func findsTheLikelyCause(pattern: String, event: String, expected: ExplanationHint) throws {
        #expect(try Self.hints(pattern, event) == [expected])
        #expect(!expected.description.isEmpty)
    }

    @Test func seesABareRecord() throws {
        let explanation = try ExplanationTests.explain(
            #"{"source": ["aws.sts"], "detail": {"eventName": ["AssumeRole"]}}"#,
            #"{"eventSource": "sts.amazonaws.com", "eventName": "AssumeRole"}"#)
        #expect(explanation.hints == [.bareRecord])
        #expect(explanation.text().contains("hint: the event is a bare CloudTrail record"))
    }

    @Test(arguments: [
        (#"{"a": ["x"]}"#, #"{"b": "y"}"#), (#"{"a": ["x"]}"#, #"{"a": "y"}"#), (#"{"a": ["x"]}"#, "{}"),
        (#"{"a": [1]}"#, #"{"a": true}"#), (#"{"a": [{"exists": false}]}"#, #"{"a": 1}"#),
    ])
    func suggestsNothingWhereNothingIsSimilar(pattern: String, event: String) throws {
        #expect(try Self.hints(pattern, event) == [])
    }
}

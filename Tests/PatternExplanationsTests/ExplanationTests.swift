import EventGenerators
import EventPatterns
import Foundation
import PatternExplanations
import Testing

struct ExplanationTests {
    static func explain(_ pattern: String, _ event: String) throws -> Explanation {
        Explanation(of: try EventPattern(parsing: pattern), for: try FlatEvent(parsing: event))
    }

    static let pattern = #"""
        {"source": ["aws.sts"], "detail": {"eventName": ["AssumeRole", {"prefix": "Get"}], "errorCode": [{"exists": false}],
         "requestParameters": {"roleArn": [{"wildcard": "*:role/*break-glass*"}]}}}
        """#
    static let event = #"""
        {"source": "aws.sts", "detail": {"eventName": "AssumeRoleWithSAML",
         "requestParameters": {"roleArn": "arn:aws:iam::111122223333:role/break-glass"}}}
        """#

    @Test func saysWhatWasWantedAndWhatWasFound() throws {
        let explanation = try Self.explain(Self.pattern, Self.event)
        #expect(!explanation.matches)
        #expect(explanation.best.heldCount == 3)
        #expect(
            explanation.summary
                == #"3 of 4 tests held; detail.eventName wanted "AssumeRole" or {"prefix": "Get"}, found "AssumeRoleWithSAML""#
        )
        let missed = try #require(explanation.best.fields.first { $0.path == "detail.eventName" })
        #expect(missed.outcome == .refused)
        #expect(missed.tests.map(\.wanted) == [#""AssumeRole""#, #"{"prefix": "Get"}"#])
        #expect(missed.tests.allSatisfy { !$0.isPassed })
        #expect(missed.found.map(\.value) == [#""AssumeRoleWithSAML""#])
    }

    @Test func writesLinesForATerminal() throws {
        let text = try Self.explain(Self.pattern, Self.event).text()
        #expect(
            text == #"""
                no match: 3 of 4 tests held
                  ✓ detail.errorCode                  not there
                  ✗ detail.eventName                  found "AssumeRoleWithSAML"
                      wanted "AssumeRole" or {"prefix": "Get"}
                  ✓ detail.requestParameters.roleArn  "arn:aws:iam::111122223333:role/break-glass"
                  ✓ source                            "aws.sts"
                """#)
    }

    @Test func marksWhatToColour() throws {
        let text = try Self.explain(#"{"a": ["x"], "b": ["y"]}"#, #"{"a": "x"}"#)
            .text { emphasis, text in "<\(emphasis):\(text)>" }
        #expect(
            text == #"""
                <bad:no match>: 1 of 2 tests held
                  <good:✓> a  "x"
                  <bad:✗> b  found nothing
                      wanted "y"
                """#)
    }

    @Test func namesTheElementOfAnArray() throws {
        let explanation = try Self.explain(
            #"{"x": {"a": ["1"], "b": ["2"]}}"#, #"{"x": [{"a": "0", "b": "0"}, {"a": "1", "b": "2"}]}"#)
        #expect(explanation.matches)
        #expect(explanation.best.fields.map { $0.found[0].place } == ["x[1].a", "x[1].b"])
        #expect(explanation.best.fields.allSatisfy { $0.found[0].isChosen })
        #expect(explanation.text().contains(#""1" at x[1].a"#))
    }

    @Test func knowsTheWayToALeaf() throws {
        let explanation = try Self.explain(#"{"a": {"b.c": [5]}}"#, #"{"a": [0, {"b.c": [[5]]}]}"#)
        #expect(explanation.best.fields[0].found.map(\.place) == ["a[1].b.c[0][0]"])
    }

    @Test func saysWhenFieldsHoldOnlyInDifferentElements() throws {
        let explanation = try Self.explain(
            #"{"x": {"a": ["1"], "b": ["2"]}}"#, #"{"x": [{"a": "1"}, {"b": "2"}]}"#)
        #expect(!explanation.matches)
        let field = explanation.best.fields[1]
        #expect(field.outcome == .elsewhere)
        #expect(field.tests[0].isPassed)
        #expect(field.hints == [.otherElement(place: "x[1].b")])
        #expect(
            explanation.summary
                == #"1 of 2 tests held; x.b wanted "2", found "2" at x[1].b, in another array element than the rest"#)
    }

    @Test func putsTheNearestAlternativeFirst() throws {
        let explanation = try Self.explain(
            #"{"$or": [{"a": ["1"], "b": ["2"]}, {"c": ["3"], "d": ["4"]}]}"#, #"{"c": "3", "d": "5"}"#)
        #expect(explanation.best.fields.map(\.path) == ["c", "d"])
        #expect(explanation.best.heldCount == 1)
        #expect(explanation.others.map(\.heldCount) == [0])
        #expect(explanation.text().hasSuffix("1 other alternative of $or no nearer"))
    }

    @Test func showsALeafThatMustBeAbsent() throws {
        let explanation = try Self.explain(#"{"a": [{"exists": false}]}"#, #"{"a": [1, 2]}"#)
        #expect(explanation.best.fields[0].outcome == .unwanted)
        #expect(explanation.summary == #"0 of 1 tests held; a wanted {"exists": false}, found 1 at a[0], 2 at a[1]"#)
    }

    @Test func listsTheFirstOfManyLeaves() throws {
        let list = (0..<100).map(String.init).joined(separator: ", ")
        let field = try Self.explain(#"{"a": ["x"]}"#, "{\"a\": [\(list)]}").best.fields[0]
        #expect(field.foundCount == 100)
        #expect(field.found.count == FieldExplanation.foundLimit)
        #expect(field.foundText.hasSuffix("4 at a[4] and 95 more"))
    }

    /// What an attacker chose cannot move the cursor, and does not fill the screen.
    @Test func showsHostileValuesHarmlessly() throws {
        let long = String(repeating: "x", count: 1_000)
        let text = try Self.explain(
            #"{"a": ["y"], "\u001b[31m": ["z"]}"#, "{\"a\": [\"\u{9B}31m\u{202E}\", \"\(long)\"]}"
        ).text()
        #expect(text.contains(#""\u009B31m\u202E""#))
        #expect(text.contains(#"\u001B[31m"#))
        #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) })
        #expect(text.count < 1_000)
    }

    @Test func isWrittenAsJSON() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let explanation = try Self.explain(#"{"a": ["x", 5]}"#, #"{"a": ["y", 5e0]}"#)
        let text = String(decoding: try encoder.encode(explanation), as: UTF8.self)
        let found =
            #"[{"isChosen":true,"isPassing":true,"place":"a[1]","value":"5e0"},"#
            + #"{"isChosen":false,"isPassing":false,"place":"a[0]","value":"\"y\""}]"#
        let wanted = #"[{"isPassed":false,"wanted":"\"x\""},{"isPassed":true,"wanted":"5"}]"#
        #expect(
            text
                == #"{"held":1,"hints":[],"matches":true,"of":1,"tests":[{"found":\#(found),"foundCount":2,"hints":[],"#
                + #""outcome":"held","path":"a","wanted":\#(wanted)}]}"#)
    }

    @Test func keepsTheNearestMisses() throws {
        var misses = NearMisses<Int>(limit: 2)
        let pattern = try EventPattern(parsing: #"{"a": [1], "b": [1], "c": [1]}"#)
        for (index, event) in [#"{"a": 1}"#, #"{}"#, #"{"a": 1, "b": 1}"#, #"{"c": 1}"#, #"{"b": 1, "c": 1}"#]
            .enumerated()
        {
            misses.add(Explanation(of: pattern, for: try FlatEvent(parsing: event)), of: index)
        }
        #expect(misses.nearest.map(\.label) == [2, 4])
        var none = NearMisses<Int>(limit: 0)
        none.add(Explanation(of: pattern, for: try FlatEvent(parsing: "{}")), of: 0)
        #expect(none.nearest.isEmpty)
    }

    @Test func eventsThatMissTheSameAreOneMiss() throws {
        let pattern = try EventPattern(parsing: #"{"a": [1], "b": [1], "c": [1]}"#)
        var misses = NearMisses<Int>(limit: 2)
        let events = [
            #"{"a": 1}"#, #"{"c": 1}"#, #"{"a": 1, "d": 5}"#, #"{"a": 1, "b": 1}"#, #"{"a": 1, "b": 1, "c": 2}"#,
            #"{"a": 1}"#, #"{}"#, #"{"b": 1, "a": 1}"#,
        ]
        for (index, event) in events.enumerated() {
            misses.add(Explanation(of: pattern, for: try FlatEvent(parsing: event)), of: index)
        }
        #expect(misses.nearest.map(\.label) == [3, 4])
        #expect(misses.nearest.map(\.count) == [2, 1])
    }

    /// Explain and match never disagree, and what is said to hold does.
    @Test(arguments: 0..<40 as Range<UInt64>)
    func agreesWithMatching(seed: UInt64) throws {
        var random = RandomEvents(seed: seed)
        for _ in 0..<40 {
            let pattern = try EventPattern(parsing: random.pattern())
            for _ in 0..<4 {
                let event = try FlatEvent(parsing: random.event())
                let explanation = Explanation(of: pattern, for: event)
                #expect(explanation.matches == pattern.matches(event))
                #expect(explanation.others.count == pattern.alternatives.count - 1)
                for field in explanation.best.fields {
                    #expect((field.outcome == .missing) == (field.foundCount == 0 && field.outcome != .held))
                    if field.outcome == .held { #expect(field.field.acceptsAbsence || field.found[0].isPassing) }
                    #expect(field.outcome == .held || field.found.allSatisfy { !$0.isChosen })
                }
                #expect(explanation.text().contains(explanation.matches ? "match" : "no match"))
            }
        }
    }
}

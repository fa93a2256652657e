import EventGenerators
import EventPatterns
import JSONText
import Testing

struct PatternOutlineTests {
    /// Each alternative as its fields, `path:form`, the forms of one field joined by a bar.
    static func summary(_ text: String) -> [String] {
        PatternOutline(Array(text.utf8)).alternatives.map { alternative in
            alternative.fields.map { field in
                "\(field.path):\(field.tests.map { "\($0.form)" }.joined(separator: "|"))"
            }.joined(separator: " ")
        }
    }

    @Test(
        arguments: [
            (#"{"a":["x"]}"#, ["a:exact"]), (#"{"a":{"b":[1,true,null]}}"#, ["a.b:exact|exact|exact"]),
            (#"{"a":[{"prefix":"x"},{"suffix":"y"}]}"#, ["a:prefix|suffix"]),
            (
                #"{"a":[{"wildcard":"*"},{"equals-ignore-case":"x"},{"exactly":"x"}]}"#,
                ["a:wildcard|equalsIgnoreCase|exact"]
            ),
            (#"{"a":[{"anything-but":["x"]},{"numeric":[">",1]},{"cidr":"::/8"}]}"#, ["a:anythingBut|other|other"]),
            (#"{"a":[{"exists":true},{"exists":false}]}"#, ["a:exists(true)|exists(false)"]),
            (#"{"a":["x"],"b":["y"]}"#, ["a:exact b:exact"]),
            // A later field of the same path takes the place of an earlier one.
            (#"{"a":["x"],"b":["y"],"a":[{"prefix":"z"}]}"#, ["b:exact a:prefix"]),
            (#"{"a":{"b":["x"]},"a.b":[{"prefix":"y"}]}"#, ["a.b:prefix"]),
            (#"{"$or":[{"a":["x"]},{"b":["y"]}],"c":["z"]}"#, ["a:exact c:exact", "b:exact c:exact"]),
            (#"{"d":{"$or":[{"a":["x"]},{"b":["y"]}]}}"#, ["d.a:exact", "d.b:exact"]),
            (
                #"{"$or":[{"a":[1]},{"b":[1]}],"d":{"$or":[{"x":[1]},{"y":[1]}]}}"#,
                ["a:exact d.x:exact", "b:exact d.x:exact", "a:exact d.y:exact", "b:exact d.y:exact"]
            ),
            // What is no pattern has no fields, or those that can be read.
            ("", [""]), ("[1]", [""]), (#"{"a":1,"b":["x"]}"#, ["b:exact"]), (#"{"$or":[{"a":[1]}]}"#, [""]),
        ] as [(String, [String])])
    func namesFieldsAndForms(text: String, alternatives: [String]) {
        #expect(Self.summary(text) == alternatives)
    }

    @Test(arguments: [
        (#""x""#, "x", "x"), (#"{"prefix":"x"}"#, "x", "x"), (#"{"prefix":{"equals-ignore-case":"X"}}"#, "X", ""),
        (#"{"suffix":"y"}"#, "y", "y"), (#"{"wildcard":"a*"}"#, "a*", "a*"), (#"{"equals-ignore-case":"z"}"#, "z", "z"),
        (#"{"anything-but":"x"}"#, nil, "x"), ("5", nil, ""), ("null", nil, ""), (#"{"numeric":[">",1]}"#, nil, ""),
        (#"{"exists":true}"#, nil, ""),
    ])
    func aTestKnowsItsTextAndItsPlace(json: String, text: String?, marked: String) throws {
        let pattern = #"{"a":[\#(json)]}"#
        let outline = PatternOutline(Array(pattern.utf8))
        let test = try #require(outline.alternatives.first?["a"]?.tests.first)
        #expect(test.text == text)
        let shown = String(decoding: Array(pattern.utf8)[test.range], as: UTF8.self)
        if !marked.isEmpty { #expect(shown == #""\#(marked)""#) }
        #expect(json.contains(shown))
    }

    /// A field of several alternatives is one field.
    @Test func listsEachFieldOnce() {
        let outline = PatternOutline(Array(#"{"c":["z"],"$or":[{"a":["x"]},{"a":["y"]}]}"#.utf8))
        #expect(outline.alternatives.count == 2)
        #expect(outline.fields.map(\.path) == ["c", "a", "a"])
    }

    @Test(arguments: [
        (#"{"a":[{"wildcard":"x"}]}"#, true), (#"{"a":[{"anything-but":{"wildcard":"x"}}]}"#, true),
        (#"{"a":[{"prefix":"*"}]}"#, false), (#"{"a":["*"]}"#, false), (#"{"wildcard":["x"]}"#, false),
    ])
    func findsWildcards(text: String, has: Bool) {
        #expect(PatternOutline(Array(text.utf8)).hasWildcard == has)
    }

    @Test(arguments: [
        (#"{"detail":{"eventName":["AssumeRole"]}}"#, true), (#"{"detail":{"userIdentity":{"type":["Root"]}}}"#, true),
        (#"{"detail-type":["AWS API Call via CloudTrail"]}"#, true),
        (#"{"detail-type":[{"suffix":"via cloudtrail"}]}"#, true),
        (#"{"detail-type":["EC2 Instance State-change Notification"]}"#, false),
        (#"{"detail":{"state":["x"]}}"#, false),
        (#"{"source":["aws.sts"]}"#, false), ("{}", false),
    ])
    func knowsCloudTrail(text: String, isAboutIt: Bool) {
        #expect(PatternOutline(Array(text.utf8)).isAboutCloudTrail == isAboutIt)
    }

    /// The outline has the alternatives of the compiled pattern, for whatever compiles.
    @Test(arguments: 0..<60 as Range<UInt64>)
    func agreesWithTheCompiledPattern(seed: UInt64) throws {
        var random = RandomEvents(seed: seed)
        for _ in 0..<20 {
            let text = random.pattern()
            let pattern = try EventPattern(parsing: text)
            let outline = PatternOutline(Array(text.utf8))
            #expect(outline.alternatives.count == pattern.alternatives.count, "\(text)")
            let compiled = Set(
                pattern.alternatives.map { Set($0.fields.map { String(decoding: $0.path, as: UTF8.self) }) })
            #expect(Set(outline.alternatives.map { Set($0.fields.map(\.path)) }) == compiled, "\(text)")
        }
    }
}

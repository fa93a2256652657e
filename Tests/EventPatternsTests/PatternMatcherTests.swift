import EventGenerators
import EventPatterns
import JSONText
import Testing

struct PatternMatcherTests {
    /// The indices of the patterns that match, as the matcher finds them.
    static func matched(_ patterns: [String], _ event: String) throws -> [Int] {
        var matcher = PatternMatcher(PatternSet(try patterns.map { try EventPattern(parsing: $0) }))
        let text = Array(event.utf8)
        let any = try matcher.match(text.span)
        #expect(any == !matcher.matched.isEmpty)
        return matcher.matched
    }

    /// The same, one pattern after the other and without any shortcut.
    static func expected(_ patterns: [String], _ event: String) throws -> [Int] {
        let text = Array(event.utf8)
        let flat = try FlatEvent(parsing: text)
        return try patterns.indices.filter { try EventPattern(parsing: patterns[$0]).matches(flat) }
    }

    @Test func findsAllThatMatchInOrder() throws {
        let patterns = [
            #"{"source":["aws.ec2"]}"#, #"{"source":["aws.sts"]}"#, #"{"detail":{"eventName":[{"prefix":"Assume"}]}}"#,
            #"{"detail":{"errorCode":[{"exists":false}]}}"#, #"{"detail":{"count":[{"numeric":[">",3]}]}}"#,
            #"{"source":["aws.sts"],"detail":{"eventName":["GetCallerIdentity"]}}"#,
        ]
        let event = #"{"source":"aws.sts","detail":{"eventName":"AssumeRole","count":4}}"#
        #expect(try Self.matched(patterns, event) == [1, 2, 3, 4])
    }

    @Test(arguments: [
        // A gate that comes after what was put aside.
        (#"{"a":{"b":["x"]},"z":["1"]}"#, #"{"a":{"b":"x"},"z":"1"}"#, true),
        (#"{"a":{"b":["x"]},"z":["1"]}"#, #"{"a":{"b":"y"},"z":"1"}"#, false),
        // Equal keys: each value counts, wherever it stands.
        (#"{"a":["1"]}"#, #"{"a":"1","a":"2"}"#, true),
        (#"{"a":["2"]}"#, #"{"a":"1","b":{},"a":"2"}"#, true),
        (#"{"a":["3"]}"#, #"{"a":"1","a":"2"}"#, false),
        (#"{"a":[{"exists":false}]}"#, #"{"a":{},"a":"2"}"#, false),
        (#"{"a":{"b":["1"]},"c":["x"]}"#, #"{"a":{"b":"1"},"a":{"b":"2"},"c":"x"}"#, true),
        (#"{"a":{"b":["1"],"c":["2"]}}"#, #"{"a":{"b":"1"},"a":{"c":"2"}}"#, true),
        (#"{"a":{"b":["1"]}}"#, #"{"a":{"b":"1","b":"2"}}"#, true),
        (#"{"a":{"b":["1"],"c":["2"]}}"#, #"{"a":[{"b":"1"},{"c":"0"}],"a":[{"c":"2"}]}"#, true),
        // Keys with dots are paths.
        (#"{"a":{"b":["1"]}}"#, #"{"a.b":"1"}"#, true),
        (#"{"a":{"b":{"c":["1"]}}}"#, #"{"a":{"b.c":"1"}}"#, true),
        (#"{"a":{"b":["1"]}}"#, #"{"a.c":"1"}"#, false),
        // Escapes in keys and values.
        (#"{"key":["x/y"]}"#, #"{"\u006bey":"x\/y"}"#, true),
        (#"{"a":[{"prefix":"x\ny"}]}"#, #"{"a":"x\nyz"}"#, true),
        // Arrays: elements may not be mixed.
        (#"{"x":{"a":["1"],"b":["2"]}}"#, #"{"x":[{"a":"1"},{"b":"2"}]}"#, false),
        (#"{"x":{"a":["1"],"b":["2"]}}"#, #"{"x":[{"a":"0","b":"0"},{"a":"1","b":"2"}]}"#, true),
        (#"{"x":{"b":["1"],"c":[{"exists":false}]}}"#, #"{"x":[{"b":"1"},{"c":"2"}]}"#, true),
        (#"{"x":{"c":[{"exists":false}]}}"#, #"{"x":[{"b":"1"},{"c":"2"}]}"#, false),
        (#"{"x":["1"]}"#, #"{"x":[[["0"],["1"]]]}"#, true),
        // White space wherever it may stand.
        (#"{"a":{"b":[1]}}"#, "\n { \"c\" : [ ] ,\t\"a\" : { \"b\" : 1.0 } } \r\n", true),
        // Words and numbers are not strings.
        (#"{"a":[true,null,5]}"#, #"{"a":["true","null","5"]}"#, false),
        (#"{"a":[{"exists":true}]}"#, #"{"a":{}}"#, false),
    ])
    func parsesEventsThatTheScanCannotDecide(pattern: String, event: String, expected: Bool) throws {
        #expect(try Self.matched([pattern], event) == (expected ? [0] : []))
        #expect(try Self.expected([pattern], event) == (expected ? [0] : []))
    }

    @Test(arguments: [
        "", " ", "[]", "1", "{", #"{"a":"x""#, #"{"a" "x"}"#, #"{"a":"x"} y"#, #"{"a":"x",}"#, #"{"a":}"#,
        #"{"a":tru}"#,
        #"{"a":"x"}}"#, #"{a:"x"}"#,
    ])
    func refusesJSONThatIsNotAnObject(event: String) throws {
        var matcher = PatternMatcher(PatternSet([try EventPattern(parsing: #"{"a":["x"]}"#)]))
        let text = Array(event.utf8)
        #expect(throws: EventError.self) { try matcher.match(text.span) }
        // And can be used again afterwards.
        let next = Array(#"{"a":"x"}"#.utf8)
        #expect(try matcher.match(next.span))
    }

    /// The indices of the patterns that match an event in two pieces: all up to the value of its last member, and that.
    static func matched(_ patterns: [String], head: String, value: String) throws -> [Int] {
        var matcher = PatternMatcher(PatternSet(try patterns.map { try EventPattern(parsing: $0) }))
        return try matched(&matcher, head: head, value: value)
    }

    private static func matched(_ matcher: inout PatternMatcher, head: String, value: String) throws -> [Int] {
        let (head, value) = (Array(head.utf8), Array(value.utf8))
        var outline = JSONOutline()
        outline.read(value.span)
        let any = try matcher.match(value.span, outline, behind: head.span)
        #expect(any == !matcher.matched.isEmpty)
        return matcher.matched
    }

    @Test(arguments: [
        // Fields of the head, of the value, and of both; escapes, numbers, words, arrays and objects in the head.
        (#"{"source":["aws.sts"]}"#, #"{"source":"aws.sts","#, #"{}"#, true),
        (#"{"source":["aws/sts"],"a":{"b":[1]}}"#, #"{"source":"aws\/sts","#, #"{"b":1}"#, true),
        (#"{"source":["aws.sts"],"a":{"b":[1]}}"#, #"{"source":"aws.sts","#, #"{"b":2}"#, false),
        (#"{"n":[{"numeric":[">",1]}],"t":[true]}"#, #" { "n" : 2 , "t":true, "#, #" {"b":2} "#, true),
        (#"{"x":{"y":["1"]},"a":{"b":["2"]}}"#, #"{"x":[{"y":"1"}],"#, #"{"b":["2"]}"#, true),
        (#"{"x":{"y":["1"],"z":["2"]}}"#, #"{"x":[{"y":"1"},{"z":"2"}],"#, #"{}"#, false),
        (#"{"a":{"c":["1"],"d":["2"]}}"#, "{", #"{"c":"1","x":{},"d":"2"}"#, true),
        // Arrays of the value, where the event has to be put together.
        (#"{"a":{"x":{"c":["1"],"d":["2"]}},"h":["3"]}"#, #"{"h":"3","#, #"{"x":[{"c":"1"},{"d":"2"}]}"#, false),
        (#"{"a":{"x":{"c":["1"],"d":["2"]}},"h":["3"]}"#, #"{"h":"3","#, #"{"x":[{},{"c":"1","d":"2"}]}"#, true),
        // Equal keys and dotted keys, in the one and in the other.
        (#"{"h":["1"]}"#, #"{"h":"1","h":"2","#, "{}", true),
        (#"{"h":["3"]}"#, #"{"h":"1","h":"2","#, "{}", false),
        (#"{"a":{"c":["2"]}}"#, "{", #"{"c":"1","c":"2"}"#, true),
        (#"{"a":{"c":["2"]}}"#, #"{"a":{"c":"2"},"#, #"{"c":"1"}"#, true),
        (#"{"a":{"c":["2"]}}"#, #"{"a.c":"2","#, "{}", true),
        (#"{"a":{"c":{"d":["2"]}}}"#, "{", #"{"c.d":"2"}"#, true),
        // The value put aside until the head, or itself, has opened a gate.
        (#"{"a":{"c":[{"exists":false}]},"h":["1"]}"#, #"{"h":"1","#, #"{"d":1}"#, true),
        (#"{"a":{"c":[{"exists":false}]},"h":["1"]}"#, #"{"h":"1","#, #"{"c":1}"#, false),
        (#"{"a":{"c":[{"exists":false}],"k\u0065y":["1"]}}"#, "{", #"{"k\u0065y":"1"}"#, true),
        // Nobody asks for the value.
        (#"{"h":["1"]}"#, #"{"h":"1","#, #"{"h":"2"}"#, true),
    ])
    func anEventMayComeInTwoPieces(pattern: String, start: String, value: String, expected: Bool) throws {
        let head = start + #""a":"#
        #expect(try Self.expected([pattern], head + value + "}") == (expected ? [0] : []))
        #expect(try Self.matched([pattern], head: head, value: value) == (expected ? [0] : []))
    }

    @Test(arguments: [
        ("", "{}"), ("{", "{}"), (#"{"a""#, "{}"), (#"{"a":"#, ""), (#"{"a":"#, "{"), (#"{"a":"#, #"{"b":}"#),
        (#"{"a":"#, "{} x"), (#"{"h":"1" "a":"#, "{}"), (#"{"h":,"a":"#, "{}"), (#"["a":"#, "{}"),
        (#"{"h":[1,"a":"#, "{}"), (#"{"h":{"i":1,"a":"#, "{}"),
    ])
    func refusesPiecesThatAreNotAnEvent(head: String, value: String) throws {
        var matcher = PatternMatcher(PatternSet([try EventPattern(parsing: #"{"h":["1"],"a":{"b":["x"]}}"#)]))
        if !head.isEmpty {
            #expect(throws: EventError.self) { try Self.matched(&matcher, head: head, value: value) }
        }
        #expect(try Self.matched(&matcher, head: #"{"h":"1","a":"#, value: #"{"b":"x"}"#) == [0])
    }

    /// Random patterns against random events in two pieces: the same as in one, and as one by one.
    @Test(arguments: 0..<100 as Range<UInt64>)
    func piecesAgreeWithTheWhole(seed: UInt64) throws {
        var random = RandomEvents(seed: seed)
        let patterns = try (0..<16).map { _ in try EventPattern(parsing: random.pattern()) }
        var matcher = PatternMatcher(PatternSet(patterns))
        for _ in 0..<20 {
            let (first, value) = (random.event(), random.event())
            let key = ["a", "b", "detail", "x"][Int.random(in: 0..<4, using: &random.numbers)]
            let start = first == "{}" ? first.dropLast() : first.dropLast() + ","
            let head = "\(start)\"\(key)\":"
            let flat = try FlatEvent(parsing: head + value + "}")
            let expected = patterns.indices.filter { patterns[$0].matches(flat) }
            #expect(try Self.matched(&matcher, head: head, value: value) == expected, "\(head)\(value)}")
        }
    }

    @Test(arguments: [
        (#"{"source":["1"]}"#, ["source"]), (#"{"detail":{"a":["1"]}}"#, ["detail"]),
        (#"{"detail.a":["1"]}"#, ["detail"]), (#"{"detail-type":["1"],"time":{"b":["1"]}}"#, ["detail-type", "time"]),
        (#"{"sources":["1"]}"#, []), (#"{"$or":[{"detail":{"a":["1"]}},{"source":["2"]}]}"#, ["detail", "source"]),
    ])
    func saysWhichMembersPatternsName(pattern: String, expected: [String]) throws {
        let set = PatternSet([try EventPattern(parsing: #"{"other":["1"]}"#), try EventPattern(parsing: pattern)])
        #expect(["detail", "detail-type", "source", "time"].filter { set.asks(for: $0) } == expected)
        #expect(!PatternSet([]).asks(for: "detail"))
    }

    @Test func noPatternsMatchNothing() throws {
        #expect(try Self.matched([], #"{"a":1}"#) == [])
    }

    /// Random patterns over a small alphabet, all in one set, against random events: the same as one by one.
    @Test(arguments: 0..<150 as Range<UInt64>)
    func agreesWithThePlainReading(seed: UInt64) throws {
        var random = RandomEvents(seed: seed)
        let patterns = try (0..<24).map { _ in try EventPattern(parsing: random.pattern()) }
        var matcher = PatternMatcher(PatternSet(patterns))
        for _ in 0..<25 {
            let event = random.event()
            let text = Array(event.utf8)
            let any = try matcher.match(text.span)
            let flat = try FlatEvent(parsing: text)
            let expected = patterns.indices.filter { patterns[$0].matches(flat) }
            #expect(matcher.matched == expected, "\(event)")
            #expect(any == !expected.isEmpty)
        }
    }

    /// All valid patterns of a table of verdicts in one set, against each of its events: the same as one by one.
    @Test(arguments: ["aws-patterns.jsonl", "aws-probes.jsonl", "engine-generated.jsonl", "engine-arrays.jsonl"])
    func agreesWithThePlainReadingOfAllVerdicts(table: String) throws {
        let vectors = try RecordedVerdict.all(in: table)
        let patterns = vectors.compactMap { try? EventPattern(parsing: $0.pattern) }
        #expect(patterns.count > vectors.count / 2)
        var matcher = PatternMatcher(PatternSet(patterns))
        // Every event would take minutes in a debug build; each fifteenth of the large file covers all shapes.
        for index in stride(from: 0, to: vectors.count, by: vectors.count > 500 ? 15 : 1) {
            let text = Array(vectors[index].event.utf8)
            guard let flat = try? FlatEvent(parsing: text) else { continue }
            _ = try matcher.match(text.span)
            #expect(matcher.matched == patterns.indices.filter { patterns[$0].matches(flat) }, "\(vectors[index].id)")
        }
    }

    /// An event cut anywhere, or with a byte changed, is judged or refused, and never brings anything down.
    @Test(arguments: 0..<20 as Range<UInt64>)
    func survivesDamage(seed: UInt64) throws {
        var random = RandomEvents(seed: seed)
        var matcher = PatternMatcher(PatternSet(try (0..<10).map { _ in try EventPattern(parsing: random.pattern()) }))
        let text = Array(random.event().utf8)
        for count in 0..<text.count {
            let cut = Array(text[..<count])
            #expect(throws: EventError.self) { try matcher.match(cut.span) }
            var changed = text
            changed[count] = UInt8.random(in: 0...255, using: &random.numbers)
            _ = try? matcher.match(changed.span)
        }
    }
}

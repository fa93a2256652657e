import Diagnostics
import Testing

@testable import ConfigDocument

struct DocumentTests {
    /// The document as JSON text, its problems as `code@line:column`.
    static func read(_ text: String) -> (json: String?, problems: [String]) {
        var problems: [Problem] = []
        let source = SourceText(name: "relay.yaml", text: text)
        guard let document = Document.read(source, problems: &problems) else {
            return (nil, problems.map(DocumentTests.summary))
        }
        let json = document.json(of: document.root, problems: &problems)
        return (json.text, problems.map(DocumentTests.summary))
    }

    static func summary(_ problem: Problem) -> String {
        "\(problem.code.rawValue)@\(problem.location.line):\(problem.location.column)"
    }

    @Test(arguments: [
        ("a: 1", #"{"a":1}"#),
        ("a: 1.0\nb: 1e3\nc: -0.50", #"{"a":1.0,"b":1e3,"c":-0.50}"#),
        ("a: ~\nb:\nc: null\nd: ''\ne: !!str\nf: !!str 12", #"{"a":null,"b":null,"c":null,"d":"","e":"","f":"12"}"#),
        ("a: true\nb: False\nc: 'true'\nd: \"no\"", #"{"a":true,"b":false,"c":"true","d":"no"}"#),
        ("no: x\n0123: w\n~: z", #"{"no":"x","0123":"w","~":"z"}"#),
        ("a: [x, 'y z', {b: c}]\nd:\n- 1\n- - 2\n  - 3", #"{"a":["x","y z",{"b":"c"}],"d":[1,[2,3]]}"#),
        (
            "a: |\n  one\n   two\n\n  three\nb: >-\n  folded\n  text\n\n  more",
            #"{"a":"one\n two\n\nthree\n","b":"folded text\nmore"}"#
        ),
        (
            "a: \"\\u00e9\\t\\x41\"\nb: 'it''s'\nc: plain\n  continued",
            #"{"a":"é\tA","b":"it's","c":"plain continued"}"#
        ),
        ("a: &x [1]\nb: *x\nc: {d: *x}", #"{"a":[1],"b":[1],"c":{"d":[1]}}"#),
        ("\u{FEFF}a: 1", #"{"a":1}"#),
        ("--- # start\na: 1\n...\n", #"{"a":1}"#),
        ("a: 1\r\nb: 2\r\n", #"{"a":1,"b":2}"#),
        (
            "{\"a\": [1.0, \"\\ud83d\\ude00\\/\", null, true], \"b\": {}}",
            #"{"a":[1.0,"\ud83d\ude00\/",null,true],"b":{}}"#
        ),
        ("  \n{\"a\":1}", #"{"a":1}"#),
        ("{ \"\\ud83d\\ude00 \\\" k\" : [ 1 , \"x  y\" ] }", #"{"\ud83d\ude00 \" k":[1,"x  y"]}"#),
    ])
    func readsValuesFaithfully(text: String, json: String) {
        let result = Self.read(text)
        #expect(result.json == json)
        #expect(result.problems == [])
    }

    @Test(arguments: [
        ("a: [no]", "ambiguous-value@1:5"), ("a: 0123", "ambiguous-value@1:4"), ("a:\n- .5", "ambiguous-value@2:3"),
        ("a: 1\n<<: {b: 2}", "unsupported-yaml@2:1"), ("a: 1\n---\nb: 2", "unsupported-yaml@3:1"),
        ("[a]: 1", "unsupported-yaml@1:1"), ("a: !!int 3", "unsupported-yaml@1:10"),
        ("a: !custom {b: c}", "unsupported-yaml@1:4"),
        ("", "syntax@1:1"), ("# nothing\n", "syntax@2:1"), ("a: b: c", "syntax@1:5"), ("a:\n\tb: 1", "syntax@2:1"),
        ("a: 'open\n", "syntax@2:1"), ("a: *admin*", "syntax@1:10"), ("a: *nowhere", "syntax@1:4"),
        ("a: [1\nb: 2", "syntax@2:2"), ("a: @x", "syntax@1:4"), ("a: \u{7}", "syntax@1:4"),
        (#"{"a": }"#, "syntax@1:7"), ("{a: 1}", "syntax@1:2"), (#"{"a": 01}"#, "syntax@1:8"),
    ])
    func saysWhereReadingFails(text: String, problem: String) {
        #expect(Self.read(text).problems == [problem])
    }

    @Test func invalidUTF8HasAPlace() {
        var problems: [Problem] = []
        let source = SourceText(name: "", bytes: Array("a: é".utf8) + [0xFF, 0x0A])
        #expect(Document.read(source, problems: &problems) == nil)
        #expect(problems.map(\.range) == [5..<6])
    }

    @Test(arguments: [
        ("a: b: c", "quotes"), ("a:\n\tb: 1", "tabs"), ("a: *nowhere", "begins with *"), ("a: 'x", "closing quote"),
        ("a: \"\\d\"", "single quotes"), ("a: [1", "ends with ]"), ("a: @x", "quotes"),
    ])
    func saysWhatToDo(text: String, words: String) {
        var problems: [Problem] = []
        _ = Document.read(SourceText(name: "", text: text), problems: &problems)
        #expect(problems.first?.help?.contains(words) == true, "\(problems)")
    }

    /// Yams gives up at a duplicate key; relay reads on and keeps both, so that all are reported.
    @Test(arguments: [
        ("a: 1\nb: 2\na: 3", #"{"a":1,"b":2,"a":3}"#),
        ("a: 1\na: 2\na: 3\nb: {c: 1, \"c\": 2, 'c': 3}", #"{"a":1,"a":2,"a":3,"b":{"c":1,"c":2,"c":3}}"#),
        ("é: 1\né: 2", #"{"é":1,"é":2}"#),
        // Canonically equivalent, so the same to Yams, and different keys to EventBridge.
        ("e\u{301}: 1\n\u{E9}: 2", "{\"e\u{301}\":1,\"\u{E9}\":2}"),
    ])
    func keepsDuplicateKeys(text: String, json: String) {
        let result = Self.read(text)
        #expect(result.json.map { Array($0.utf8) } == Array(json.utf8))
        #expect(result.problems == [])
    }

    @Test func boundsDuplicateKeys() {
        let lines = (0...DuplicateKeyMasks.countLimit + 1).map { "a: \($0)" }
        #expect(Self.read(lines.joined(separator: "\n")).problems.count == 1)
        #expect(Self.read(lines.dropLast().joined(separator: "\n")).problems == [])
    }
}

/// Every bound of the reader, reached.
struct DocumentLimitTests {
    @Test func boundsTheSize() {
        let text = "a: b #" + String(repeating: "x", count: Document.textBytesLimit)
        #expect(DocumentTests.read(text).problems == ["file-too-large@1:1"])
        #expect(DocumentTests.read(String(text.prefix(Document.textBytesLimit))).problems == [])
    }

    @Test(arguments: [("[", "]"), ("{\"a\": ", "}")])
    func boundsDepth(open: String, close: String) {
        func nested(_ depth: Int) -> String {
            "a: " + String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)
        }
        let limit = Document.depthLimit
        #expect(DocumentTests.read(nested(limit - 2)).problems == [])
        #expect(DocumentTests.read(nested(limit - 1)).problems.first?.hasPrefix("too-deep") == true)
        // Deeper than libyaml itself goes, and so deep that recursion bounded by the text alone would not return.
        #expect(DocumentTests.read(nested(200_000)).problems.count == 1)
    }

    @Test func boundsDepthInJSON() {
        func nested(_ depth: Int) -> String {
            "{\"a\":" + String(repeating: "[", count: depth) + String(repeating: "]", count: depth) + "}"
        }
        #expect(DocumentTests.read(nested(Document.depthLimit - 1)).problems == [])
        #expect(DocumentTests.read(nested(Document.depthLimit)).problems.first?.hasPrefix("too-deep") == true)
    }

    @Test func boundsDepthInBlocks() {
        let text = (0..<900).map { String(repeating: " ", count: $0) + "a:" }.joined(separator: "\n") + " 1"
        #expect(DocumentTests.read(text).problems.first?.hasPrefix("too-deep") == true)
        #expect(DocumentTests.read("a:\n" + String(repeating: "- ", count: 900) + "1").problems.count == 1)
    }

    /// Nine aliases to nine aliases, ten levels deep: 3.5 billion values in 400 bytes.
    static let bomb =
        "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        + (1...9).map { level in
            "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ") + "]\n"
        }.joined()

    @Test func boundsAliases() {
        #expect(DocumentTests.read(Self.bomb).problems.first?.hasPrefix("too-many-values") == true)
    }

    @Test(arguments: ["? *a9\n: x\n", "*a9 : x\n", "{*a9 : x}: y\n", "z: {[*a9]: x}\n"])
    func refusesAliasesThatMultiplyInKeys(key: String) {
        #expect(DocumentTests.read(Self.bomb + key).problems.first?.hasPrefix("unsupported-yaml") == true)
    }

    @Test func boundsValuesInJSON() {
        let text = "{\"a\": [" + Array(repeating: "1", count: Document.valuesLimit).joined(separator: ",") + "]}"
        #expect(DocumentTests.read(text).problems.first?.hasPrefix("too-many-values") == true)
    }
}

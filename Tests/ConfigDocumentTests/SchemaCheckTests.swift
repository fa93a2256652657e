import Diagnostics
import JSONText
import Testing

@testable import ConfigDocument

/// Documents against a schema that has one field of each kind.
struct SchemaCheckTests {
    static let word = TextRule("a word", 2...4, regex: "^[a-z]*$", form: "small letters") {
        $0.utf8.allSatisfy { 0x61...0x7A ~= $0 }
    }
    static let text = TextRule("a text", 0...20)
    static let address = TextRule(
        "an address", 1...40, regex: nil, form: "https://…", isSensitive: true,
        refusal: { text in
            guard !text.utf8.starts(with: "https://".utf8) else { return nil }
            return TextRefusal(.unencrypted, "not encrypted", help: "write https://", at: 0..<4)
        })

    static let schema = ObjectSchema(
        name: "a thing",
        fields: [
            .init("name", .text(word), "What it is called.", required: true),
            .init("note", .text(text), "Anything."),
            .init("address", .text(address), "Where it is."),
            .init("count", .integer(1...9), "How many."),
            .init("exact", .integer(3...3), "Always three."),
            .init("on", .boolean, "Whether it is on."),
            .init(
                "kind", .choice([.init(word: "RED", summary: ""), .init(word: "GREEN", summary: "")]), "Its colour."),
            .init("parts", .map(key: word, value: .integer(0...1), countLimit: 2), "Its parts."),
            .init("list", .list(.text(word), count: 1...2), "Some words."),
            .init("some", .oneOrList(.integer(0...9)), "One or several."),
            .init("pattern", .jsonObject(.pattern), "A pattern."),
            .init("event", .jsonObject(.event), "An event."),
            .init("any", .anyValue, "Anything."),
            .init("red", .integer(0...9), "For red."),
            .init(
                "of",
                .object(
                    ObjectSchema(
                        name: "an inner thing",
                        fields: [.init("left", .boolean, "Left."), .init("right", .boolean, "Right.")])), "Inside."),
        ],
        alternatives: [.init(names: ["count", "exact"], isOneRequired: false)],
        conditions: [
            .selects(key: "kind", object: "of", memberByWord: [(word: "RED", member: "left"), ("GREEN", "right")]),
            .textWhenTrue(key: "on", value: "note", rule: TextRule("a short text", 0...3)),
        ],
        foreign: ["title": "it is called 'name' here"])

    static func problems(_ text: String, _ schema: ObjectSchema = schema) throws -> [Problem] {
        let source = SourceText(name: "thing.yaml", text: text)
        var problems: [Problem] = []
        let document = try #require(Document.read(source, problems: &problems), "\(problems)")
        var check = SchemaCheck(source: source) { bytes in
            // A secret is whatever holds this word.
            MappedTextTests.range(of: "xoxb", in: bytes).map { [$0] } ?? []
        }
        check.check(document.root, .object(schema), name: "the file")
        return check.problems
    }

    @Test(arguments: [
        "name: ab", "name: abcd\nnote: ''\ncount: 9", "name: ab\nexact: 3",
        "name: ab\non: false\nnote: longer than three",
        "name: ab\non: true\nnote: abc", "name: ab\nkind: RED\nof: {left: true}",
        "name: ab\nkind: GREEN\nof: {right: true}",
        "name: ab\nparts: {ab: 0, cd: 1}", "name: ab\nparts: {}", "name: ab\nlist: [ab, cd]", "name: ab\nsome: 3",
        "name: ab\nsome: [1, 2]", "name: ab\nsome: []", "name: ab\npattern: {a: [1]}", "name: ab\npattern: '{}'",
        "name: ab\nevent: {a: 1}", "name: ab\nevent: event.json", "name: ab\nany: [{a: [1, null]}]",
        "name: ab\nany: no way",
        "name: ab\naddress: https://relay.example", "name: 'ab'", #"{"name": "ab", "count": 1}"#,
        "name: ab\nof: {left: true, right: false}", "name: ab\nkind: RED",
    ])
    func takes(text: String) throws {
        #expect(try Self.problems(text).map(DocumentTests.summary) == [])
    }

    /// Each problem has a code and a place: that of the value or the key at fault.
    @Test(
        arguments: [
            ("note: x", ["missing-key@1:1"]), ("name: a", ["out-of-range@1:7"]), ("name: abcde", ["out-of-range@1:7"]),
            ("name: aB", ["invalid-value@1:7"]), ("name: 12", ["wrong-type@1:7"]), ("name: [ab]", ["wrong-type@1:7"]),
            ("name: {}", ["wrong-type@1:7"]), ("name: true", ["wrong-type@1:7"]), ("name:\n", ["wrong-type@1:6"]),
            ("name: no", ["ambiguous-value@1:7"]), ("name: ab\nname: cd", ["duplicate-key@2:1"]),
            ("name: ab\nnam: cd", ["unknown-key@2:1"]), ("name: ab\ntitle: cd", ["unknown-key@2:1"]),
            ("name: ab\ncount: 0", ["out-of-range@2:8"]), ("name: ab\ncount: 10", ["out-of-range@2:8"]),
            ("name: ab\ncount: 1.5", ["wrong-type@2:8"]), ("name: ab\ncount: '1'", ["wrong-type@2:8"]),
            ("name: ab\ncount: 99999999999999999999", ["wrong-type@2:8"]),
            ("name: ab\ncount: 007", ["ambiguous-value@2:8"]),
            ("name: ab\nexact: 4", ["out-of-range@2:8"]), ("name: ab\ncount: 1\nexact: 3", ["conflicting-keys@3:1"]),
            ("name: ab\non: 'true'", ["wrong-type@2:5"]), ("name: ab\non: yes", ["wrong-type@2:5"]),
            ("name: ab\nkind: red", ["invalid-value@2:7"]), ("name: ab\nkind: [RED]", ["wrong-type@2:7"]),
            ("name: ab\nparts: [ab]", ["wrong-type@2:8"]),
            ("name: ab\nparts: {a: 0, cd: 2}", ["out-of-range@2:9", "out-of-range@2:19"]),
            ("name: ab\nparts: {aa: 0, bb: 0, cc: 0}", ["out-of-range@2:23"]),
            ("name: ab\nlist: []", ["out-of-range@2:7"]), ("name: ab\nlist: [ab, ab, ab]", ["out-of-range@2:7"]),
            ("name: ab\nlist: ab", ["wrong-type@2:7"]), ("name: ab\nlist: [ab, 1]", ["wrong-type@2:12"]),
            ("name: ab\nsome: [x, 3, y]", ["wrong-type@2:8", "wrong-type@2:14"]),
            ("name: ab\npattern: [a]", ["wrong-type@2:10"]), ("name: ab\npattern: 1", ["wrong-type@2:10"]),
            ("name: ab\npattern: {a: [1], a: [2]}", ["duplicate-key@2:19"]),
            ("name: ab\nany: [{a: {b: 1, b: 2}}]", ["duplicate-key@2:18"]),
            ("name: ab\non: true\nnote: abcd", ["out-of-range@3:7"]),
            ("name: ab\nkind: RED\nof: {right: true}", ["missing-key@3:6", "conflicting-keys@3:6"]),
            ("name: ab\nkind: GREEN\nof: {}", ["missing-key@3:5"]),
            ("name: ab\nof: {up: true}", ["unknown-key@2:6"]), ("name: ab\naddress: http://x", ["unencrypted@2:10"]),
            ("name: ab\nnote: my xoxb token", ["literal-secret@2:10"]),
            ("[]", ["wrong-type@1:1"]), ("nothing", ["wrong-type@1:1"]),
        ] as [(String, [String])])
    func reports(text: String, problems: [String]) throws {
        let found = try Self.problems(text).map(DocumentTests.summary)
        #expect(found == problems)
    }

    /// What to do about it, as far as that is known.
    @Test(arguments: [
        ("nam: ab\nname: ab", "did you mean 'name'?"), ("title: ab\nname: ab", "it is called 'name' here"),
        ("name: ab\nkind: GREAN", "did you mean GREEN?"), ("name: ab\nkind: X", "expected one of RED, GREEN"),
        ("name: 12", #"write it in quotes: "12""#), ("name: ab\nlist: ab", "write [ab]"),
        ("name: ab\nzzzzzz: 1", "its keys are name, note, address"), ("note: x", "What it is called."),
        ("name: ab\naddress: 12", "write it in quotes"), ("name: aB", "expected small letters"),
        ("name: ab\nname: cd", "merge the two or rename one"), ("name: ab\naddress: http://x", "write https://"),
        ("name: ab\nnote: my xoxb token", "${env:NAME}"),
    ])
    func saysWhatToDo(text: String, help: String) throws {
        let problem = try #require(try Self.problems(text).first)
        #expect(problem.help?.contains(help) == true, "\(problem)")
    }

    /// A text that may be a secret is not repeated in any message, whatever is wrong with it.
    @Test(arguments: [
        "1234567890123456789", "true", "http://MARKER", "''", "'http://MARKER\(String(repeating: "x", count: 99))'",
    ])
    func neverShowsASensitiveText(value: String) throws {
        let problems = try Self.problems("name: ab\naddress: \(value)")
        #expect(problems.count >= 1)
        for problem in problems {
            #expect(!problem.message.contains("MARKER") && !(problem.help ?? "").contains("MARKER"))
            #expect(!problem.message.contains("12345678") && !(problem.help ?? "").contains("12345678"))
        }
    }

    @Test func oneOfSeveralMayBeRequired() throws {
        let schema = ObjectSchema(
            name: "a choice", fields: [.init("left", .boolean, "Left."), .init("right", .boolean, "Right.")],
            alternatives: [.init(names: ["left", "right"], isOneRequired: true)])
        #expect(try Self.problems("left: true", schema) == [])
        #expect(try Self.problems("{}", schema).map(\.message) == ["a choice needs 'left' or 'right'"])
        #expect(try Self.problems("left: true\nright: true", schema).map(\.code) == [.conflictingKeys])
        // The same key twice is another mistake.
        #expect(try Self.problems("left: true\nleft: true", schema).map(\.code) == [.duplicateKey])
    }

    /// The schema for editors says of each kind of field what the check does.
    @Test func theJSONSchemaHasEveryField() throws {
        let text = JSONSchema.text(of: Self.schema, title: "Thing")
        #expect(text.hasSuffix("}\n"))
        let root = try JSONDocument(parsing: text).root
        #expect(root["title"]?.string == "Thing")
        #expect(root["$schema"]?.string == "https://json-schema.org/draft/2020-12/schema")
        #expect(root["required"]?.compact == #"["name"]"#)
        #expect(root["additionalProperties"]?.bool == false)
        let properties = try #require(root["properties"])
        #expect(properties.members.map(\.name) == Self.schema.fields.map(\.name))
        for field in Self.schema.fields {
            #expect(properties[field.name]?["description"]?.string == field.summary)
        }
        let expected = [
            ("name", #"{"type":"string","minLength":2,"maxLength":4,"pattern":"^[a-z]*$"}"#),
            ("count", #"{"type":"integer","minimum":1,"maximum":9}"#), ("on", #"{"type":"boolean"}"#),
            ("kind", #"{"enum":["RED","GREEN"]}"#),
            (
                "list",
                #"{"type":"array","items":{"type":"string","minLength":2,"maxLength":4,"pattern":"^[a-z]*$"},"#
                    + #""minItems":1,"maxItems":2}"#
            ),
            (
                "some",
                #"{"anyOf":[{"type":"integer","minimum":0,"maximum":9},"#
                    + #"{"type":"array","items":{"type":"integer","minimum":0,"maximum":9}}]}"#
            ),
            ("pattern", #"{"type":["object","string"]}"#), ("any", "{}"),
        ]
        for (name, schema) in expected {
            let found = try #require(properties[name])
            let members = found.members.filter { $0.name != "description" }
            let compact = members.map { "\(JSONString.quoted($0.name)):\($0.value.compact)" }.joined(separator: ",")
            #expect("{\(compact)}" == schema)
        }
        // One demand of the alternatives, one for each word that selects, one for the stricter text.
        #expect(root["allOf"]?.elements.count == 4)
    }

    @Test func choicesWithASummaryAreDescribed() throws {
        let schema = ObjectSchema(
            name: "a thing",
            fields: [
                .init(
                    "kind",
                    .choice([.init(word: "A", summary: "The first."), .init(word: "B", summary: "The other.")]), "It.")
            ])
        let kind = try JSONDocument(parsing: JSONSchema.text(of: schema, title: "T")).root["properties"]?["kind"]
        #expect(
            kind?["oneOf"]?.compact
                == #"[{"const":"A","description":"The first."},{"const":"B","description":"The other."}]"#)
    }
}

/// What a problem looks like to a person.
struct ProblemTests {
    @Test func isPrintedAsCompilersDo() {
        let source = SourceText(name: "relay.yaml", text: "a: 1\nb: no\n")
        let problem = Problem(.ambiguousValue, "what is it", help: "say so", in: source, at: 8..<10)
        #expect(
            problem.description == """
                relay.yaml:2:4: error: what is it
                  2 | b: no
                    |    ^^
                  help: say so
                """)
        #expect(problem.location == SourceLocation(line: 2, column: 4))
        #expect(!Problem(.unused, "x", in: source, at: 0..<1).description.contains("help"))
    }

    @Test func severityComesFromTheCodeUnlessItIsGiven() {
        let source = SourceText(name: "", text: "x")
        #expect(Problem(.syntax, "x", in: source, at: 0..<1).severity == .error)
        #expect(Problem(.unused, "x", in: source, at: 0..<1).severity == .warning)
        #expect(Problem(.relayOnly, "x", in: source, at: 0..<1).severity == .note)
        #expect(Problem(.relayOnly, "x", in: source, at: 0..<1, severity: .error).severity == .error)
    }

    @Test func stateOrderIsThatOfTheFile() {
        let source = SourceText(name: "", text: "abcdef")
        let problems = [
            Problem(.syntax, "d", in: source, at: 3..<4), Problem(.unused, "c", in: source, at: 1..<2),
            Problem(.syntax, "b", in: source, at: 1..<2), Problem(.relayOnly, "a", in: source, at: 0..<6),
        ]
        #expect(problems.sorted(by: Problem.precedes).map(\.message) == ["a", "b", "c", "d"])
    }

    /// Codes are written in scripts: each is one word of small letters and hyphens, and no two are the same.
    @Test func codesAreStableWords() {
        let words = Problem.Code.allCases.map(\.rawValue)
        #expect(words.count > 30)
        #expect(Set(words).count == words.count)
        for word in words { #expect(word.utf8.allSatisfy { 0x61...0x7A ~= $0 || $0 == 0x2D }, "\(word)") }
    }
}

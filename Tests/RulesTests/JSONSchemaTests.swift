import ChildProcesses
import Diagnostics
import Foundation
import JSONText
import RelayTesting
import SampleRules
import Testing

@testable import ConfigDocument
@testable import Rules

/// The schema and the loader must refuse the same files, as far as a schema can tell.
struct JSONSchemaTests {
    static let schema = try? JSONDocument(parsing: RulesFile.jsonSchema)

    /// What takes the place of each value in turn.
    static let replacements = [
        "null", "true", "0", "1", "61", "1.5", "-1", "1e2", "500", "\"\"", "\"r\"", "\"$.x\"", "\"GET\"", "\"Get\"",
        "\"API_KEY\"", "\"BASIC\"",
        "\"${env:X}\"", "\"${env:X\"", "\"https://a.example/\"", "\"http://a.example/\"", "\"a b\"", "\"a\\nb\"",
        "\"ENABLED\"",
        "[]", "[\"r\"]", "[{}]", "{}", "{\"a\":\"b\"}", "{\"a b\":{}}", "{\"111122223333\":{\"name\":\"x\"}}",
        "\"\(String(repeating: "x", count: 65))\"", "\"\(String(repeating: "é", count: 513))\"",
    ]

    struct Mutation: Sendable {
        let text: String
        let change: String
    }

    /// The document with each value in turn replaced, each key removed or misspelt, and a key added to each mapping.
    static let mutations: [Mutation] = {
        guard let json = SampleRulesFile.json(of: SampleRulesFile.everything),
            let whole = try? JSONDocument(parsing: json)
        else {
            return []
        }
        // Shapes do not look from one section to another, so each is mutated by itself, which is faster.
        let sections = whole.root.members.filter { $0.name != "version" }.map {
            "{\"version\":1,\(JSONString.quoted($0.name)):\($0.value.compact)}"
        }
        return sections.flatMap(mutations(of:)).filter { (try? JSONDocument(parsing: $0.text)) != nil }
    }()

    static func mutations(of json: String) -> [Mutation] {
        guard let document = try? JSONDocument(parsing: json) else { return [] }
        var mutations = [Mutation(text: json, change: "none")]
        func write(_ replacement: String, _ range: Range<Int>) {
            var text = document.text
            text.replaceSubrange(range, with: Array(replacement.utf8))
            let old = String(decoding: document.text[range], as: UTF8.self)
            let change = "\(old) -> \(replacement)"
            mutations.append(Mutation(text: String(decoding: text, as: UTF8.self), change: change))
        }
        func mutate(_ value: JSONValue) {
            for replacement in replacements { write(replacement, value.range) }
            let start = value.range.lowerBound
            if value.kind == .object {
                write("{\"unheard-of\": 1\(value.members.isEmpty ? "" : ",")", start..<start + 1)
            }
            for member in value.members {
                write("\"_\(member.name)\"", member.key.range)
                if value.members.count == 1 { write("", member.key.range.lowerBound..<member.value.range.upperBound) }
                mutate(member.value)
            }
            for element in value.elements { mutate(element) }
        }
        mutate(document.root)
        return mutations
    }

    /// Whether the loader takes a text, going by its shape alone.
    static func loaderAccepts(_ json: String) -> Bool {
        var problems: [Problem] = []
        let source = SourceText(name: "", text: json)
        guard let document = Document.read(source, problems: &problems) else { return false }
        var check = SchemaCheck(source: source, secrets: SecretPattern.ranges)
        check.check(document.root, .object(RulesFileSchema.file), name: "")
        return check.problems.isEmpty
    }

    /// A keyword that the validator does not know would look like a refusal.
    @Test func theValidatorKnowsEveryKeyword() throws {
        var validator = SchemaValidator(try #require(Self.schema).root)
        #expect(
            try validator.accepts(
                try JSONDocument(parsing: try #require(SampleRulesFile.json(of: SampleRulesFile.everything))).root))
        #expect(validator.unknownKeywords == [])
    }

    @Test func everythingIsAccepted() {
        #expect(RulesFile.load(SampleRulesFile.source(SampleRulesFile.everything)).problems.map(\.description) == [])
        #expect(RulesFile.load(SampleRulesFile.source(SampleRulesFile.everything)).file != nil)
    }

    /// What the schema says of each mutation; worked out once, since two tests ask.
    static let verdicts: [Bool] = {
        guard let schema else { return [] }
        var validator = SchemaValidator(schema.root)
        return mutations.map { (try? validator.accepts(JSONDocument(parsing: $0.text).root)) ?? false }
    }()

    @Test func schemaAndLoaderAgreeOnEveryMutation() throws {
        #expect(Self.mutations.count > 3_000)
        #expect(Self.verdicts.count == Self.mutations.count)
        for (mutation, verdict) in zip(Self.mutations, Self.verdicts) {
            if verdict != Self.loaderAccepts(mutation.text) {
                Issue.record("schema says \(verdict): \(mutation.change)")
            }
        }
        let accepted = Self.verdicts.count { $0 }
        // Were either to accept or refuse nearly everything, agreement would mean little.
        #expect(accepted > 100 && accepted < Self.mutations.count / 2)
    }

    /// What a schema cannot tell, and the loader does.
    @Test(arguments: [
        ("connection: slack", "connection: other", Problem.Code.unknownReference),
        ("http_method: POST", "http_method: POST\n    otherwise: alerts", .routeLoop),
        ("chat.postMessage", "*", .parameterCount),
        ("\"text\":", "text", .invalidTemplate),
        ("$.detail.requestParameters.roleArn", "$..x", .invalidPath),
        ("Card data.", "no", .ambiguousValue),
    ])
    func theLoaderKnowsMore(old: String, new: String, code: Problem.Code) throws {
        let text = SampleRulesFile.file(replacing: old, with: new)
        let json = try #require(SampleRulesFile.json(of: text))
        var validator = SchemaValidator(try #require(Self.schema).root)
        #expect(try validator.accepts(try JSONDocument(parsing: json).root))
        #expect(RulesFile.load(SampleRulesFile.source(text)).problems.map(\.code) == [code])
    }

    /// A second opinion on the schema and on the validator above: Python's jsonschema, where it is installed.
    @Test(.enabled(if: SchemaOracle.isPresent, "python3 with jsonschema is not installed"))
    func aPublishedValidatorAgrees() async throws {
        let verdicts = try await SchemaOracle.verdicts(schema: RulesFile.jsonSchema, texts: Self.mutations.map(\.text))
        #expect(verdicts.count == Self.mutations.count)
        for (mutation, (verdict, own)) in zip(Self.mutations, zip(verdicts, Self.verdicts)) {
            if verdict != own { Issue.record("jsonschema says \(verdict): \(mutation.change)") }
        }
    }
}

/// Asks Python's jsonschema.
enum SchemaOracle {
    private static let python = PartnerProgram.python(importing: "jsonschema.validators")

    static var isPresent: Bool { python != nil }

    static func verdicts(schema: String, texts: [String]) async throws -> [Bool] {
        let script = """
            import json, sys
            from jsonschema import Draft202012Validator
            schema = json.loads(sys.stdin.readline())
            Draft202012Validator.check_schema(schema)
            validator = Draft202012Validator(schema)
            for line in sys.stdin: print(validator.is_valid(json.loads(line)))
            """
        let lines = try ([schema] + texts).map { try JSONDocument(parsing: $0).root.compact }
        return try await run(script, input: lines.joined(separator: "\n")).split(separator: "\n").map { $0 == "True" }
    }

    private struct Failure: Error {}

    private static func run(_ script: String, input: String) async throws -> String {
        guard let python else { throw Failure() }
        let run = try await python.run(["-c", script], input: Array(input.utf8))
        guard run.status == 0 else { throw Failure() }
        return String(decoding: run.output, as: UTF8.self)
    }
}

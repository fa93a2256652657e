import Diagnostics
import Foundation
import JSONText
import Testing

@testable import RelayCore

/// The schema and the loader must refuse the same files, as far as a schema can tell.
struct JSONSchemaTests {
    /// Uses every key that a rules file can have.
    static let everything = """
        $schema: ./relay.schema.json
        version: 1
        accounts: { "111122223333": { name: payments, environment: production, note: of } }
        connections:
          key: { description: d, authorization_type: API_KEY, auth_parameters: { api_key: { key: K, value: "${env:K}" },
            invocation_http_parameters: { body: { key: a, value: b }, header: [{ key: H, value: "${env:H}", is_value_secret: true }],
              query_string: [{ key: q, value: v, is_value_secret: false }] } } }
          basic: { authorization_type: BASIC, auth_parameters: { basic: { username: u, password: "${file:p}" } } }
          oauth: { authorization_type: OAUTH_CLIENT_CREDENTIALS, auth_parameters: { oauth: { authorization_endpoint: "https://a.example/t",
            http_method: POST, client_parameters: { client_id: i, client_secret: "${env:S}" }, oauth_http_parameters: { body: { key: k, value: v } } } } }
        api_destinations:
          a: { description: d, connection: key, invocation_endpoint: "https://a.example/*", http_method: POST,
            invocation_rate_limit_per_second: 5, otherwise: b, otherwise_after_seconds: 60, messages_per_second_per_channel: 1,
            escape_mrkdwn: false }
          b: { connection: basic, invocation_endpoint: "http://localhost:80/", http_method: GET }
          c: { connection: basic, invocation_endpoint: "${env:U}", http_method: PUT }
        rules:
          r: { description: d, state: DISABLED, event_pattern: { a: [b] }, targets: {
            t: { api_destination: a, input: { a: 1 }, http_target: { path_parameter_values: [p], query_string_parameters: { q: v }, header_parameters: { H: v } },
              retry_policy: { maximum_retry_attempts: 0, maximum_event_age_in_seconds: 60 } },
            p: { api_destination: b, input_path: $.detail, only_as_otherwise: true },
            x: { api_destination: b, input_transformer: { input_paths: { a: $.a }, input_template: '"<a>"' } } } }
          s: { event_pattern: '{"a": ["b"]}', targets: { t: { api_destination: b } } }
        tests:
          - { name: n, event: e.json, matches: [r], bodies: { r: { t: { a: 1 } } } }
          - { name: m, events: [e.json, { a: b }], matches: [] }
        server: { listen: "127.0.0.1:8765", authorization: [{ api_key: { key: K, value: "${env:K}" } },
            { basic: { username: u, password: "${file:p}" } }, { bearer: { token: "${env:T}" } }],
          access_keys: [{ access_key_id: AKIAIOSFODNN7EXAMPLE, secret_access_key: "${env:S}" }],
          tls: { certificate_file: c.pem, private_key_file: k.pem } }
        store: { path: relay.db, retention: { outbox_days: 90, ledger_days: 90, dedupe_days: 90 } }
        storm_control: { state: ENABLED, role_uses: 10, within_seconds: 600 }
        drill: { announced_within_seconds: 60, heartbeat: { rule: s, api_destination: c, every_minutes: 60 } }
        """

    static let schema = try? JSONDocument(parsing: JSONSchema.rulesFile)

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
        guard let json = DocumentTests.read(everything).json, let whole = try? JSONDocument(parsing: json) else {
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
        var check = ShapeCheck(source: source)
        check.check(document.root, .object(RulesFileShape.file), name: "")
        return check.problems.isEmpty
    }

    /// A keyword that the validator does not know would be taken for a refusal.
    @Test func theValidatorKnowsEveryKeyword() throws {
        var validator = SchemaValidator(try #require(Self.schema).root)
        #expect(
            try validator.accepts(
                try JSONDocument(parsing: try #require(DocumentTests.read(Self.everything).json)).root))
        #expect(validator.unknownKeywords == [])
    }

    @Test func everythingIsAccepted() {
        #expect(RulesFile.load(Sample.source(Self.everything)).problems.map(\.description) == [])
        #expect(RulesFile.load(Sample.source(Self.everything)).file != nil)
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
        let text = Sample.file(replacing: old, with: new)
        let json = try #require(DocumentTests.read(text).json)
        var validator = SchemaValidator(try #require(Self.schema).root)
        #expect(try validator.accepts(try JSONDocument(parsing: json).root))
        #expect(RulesFile.load(Sample.source(text)).problems.map(\.code) == [code])
    }

    /// A second opinion on the schema and on the validator above: Python's jsonschema, where it is installed.
    @Test(.enabled(if: SchemaOracle.isPresent, "python3 with jsonschema is not installed"))
    func aPublishedValidatorAgrees() throws {
        let verdicts = try SchemaOracle.verdicts(schema: JSONSchema.rulesFile, texts: Self.mutations.map(\.text))
        #expect(verdicts.count == Self.mutations.count)
        for (mutation, (verdict, own)) in zip(Self.mutations, zip(verdicts, Self.verdicts)) {
            if verdict != own { Issue.record("jsonschema says \(verdict): \(mutation.change)") }
        }
    }
}

/// Asks Python's jsonschema.
enum SchemaOracle {
    static let isPresent = (try? run("from jsonschema import Draft202012Validator", input: "")) != nil

    static func verdicts(schema: String, texts: [String]) throws -> [Bool] {
        let script = """
            import json, sys
            from jsonschema import Draft202012Validator
            schema = json.loads(sys.stdin.readline())
            Draft202012Validator.check_schema(schema)
            validator = Draft202012Validator(schema)
            for line in sys.stdin: print(validator.is_valid(json.loads(line)))
            """
        let lines = try ([schema] + texts).map { try JSONDocument(parsing: $0).root.compact }
        return try run(script, input: lines.joined(separator: "\n")).split(separator: "\n").map { $0 == "True" }
    }

    private struct Failure: Error {}

    private static func run(_ script: String, input: String) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: "relay-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let inputFile = folder.appending(path: "input")
        try Data(input.utf8).write(to: inputFile)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script]
        process.standardInput = try FileHandle(forReadingFrom: inputFile)
        process.standardError = FileHandle.nullDevice
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure() }
        return String(decoding: data, as: UTF8.self)
    }
}

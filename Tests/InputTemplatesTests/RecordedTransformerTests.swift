import Diagnostics
import Foundation
import InputTemplates
import JSONText
import Testing

/// What the real service delivered, re-expressed; `fixtures/README.md` says how.
struct RecordedTransformerTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../fixtures/verdicts").standardizedFileURL

    static func lines() throws -> [String] {
        try String(contentsOf: folder.appending(path: "aws-transformers.jsonl"), encoding: .utf8)
            .split(separator: "\n").map(String.init)
    }

    static func event(_ name: String) throws -> JSONDocument {
        let file = folder.appending(path: "aws-transformer-events.json")
        let events = try JSONDocument(parsing: [UInt8](Data(contentsOf: file))).root
        return try JSONDocument(parsing: Array(try #require(events[name]).text))
    }

    @Test func areAllThere() throws {
        #expect(try Self.lines().count == 91)
    }

    @Test(arguments: try lines())
    func agreeWithTheService(line: String) throws {
        let recorded = try JSONDocument(parsing: line).root
        let departs = recorded["relay_departs"] != nil
        let agrees = try agree(recorded)
        #expect(agrees != departs, "\(line)")
    }

    /// Whether relay does with a recorded input what the service did.
    private func agree(_ recorded: JSONValue) throws -> Bool {
        let event = try Self.event(try #require(recorded["event"]?.string))
        let body = Result { try render(recorded, event) }
        let expected = recorded["expect"]
        switch recorded["kind"]?.string {
        case "text": return (try? body.get()).map { String(decoding: $0, as: UTF8.self) } == expected?.string
        case "json":
            return try (try? body.get()).map { try JSONDocument(parsing: $0).root.compact } == expected?.compact
        case "dlq":
            return (try? body.get()).map { String(decoding: $0, as: UTF8.self) } == recorded["dead_letter"]?.string
        case "unobserved": return true
        case "invalid":
            guard case .failure(let error) = body else { return false }
            guard let words = expected?.string else { return true }
            return ((error as? TemplateErrors)?.all.first?.awsMessage(target: "target") ?? "").contains(words)
        case "undeliverable":
            guard case .failure = body else { return false }
            return true
        default:
            Issue.record("a kind that is not known")
            return false
        }
    }

    private func render(_ recorded: JSONValue, _ event: JSONDocument) throws -> [UInt8] {
        let rule = recorded["rule"]?.string ?? "rule"
        let variables = TemplateVariables(
            ruleName: rule, ruleARN: "arn:aws:events:eu-west-1:777788889999:rule/relay-fixture-probe/\(rule)",
            ingestionTime: "2026-03-02T09:14:09.408Z", relay: [:], escaping: .json)
        guard let template = recorded["template"]?.string else {
            let input =
                if let text = recorded["input"]?.string {
                    try TargetInput(input: text)
                } else if let path = recorded[
                    "input_path"]?.string
                { try TargetInput(inputPath: path) } else { TargetInput.event }
            return try input.render(event, variables: variables)
        }
        return try InputTransformer(
            inputPaths: recorded["paths"]?.members.map { ($0.name, $0.value.string ?? "") } ?? [],
            template: SourceText(name: "", text: template)
        ).render(event, variables: variables)
    }
}

import Diagnostics
import Foundation
import InputTemplates
import JSONText
import Testing

/// What EventBridge did with a target's input, as a row of a recording says, and what relay does with it.
struct RecordedTransformer: Sendable, CustomTestStringConvertible {
    /// What became of an input.
    enum Outcome: Hashable, Sendable {
        /// It was refused when it was configured; the words of the refusal, where they are on record.
        case refused(String?)
        /// It could not be delivered for this event.
        case undelivered
        /// The target, or the dead-letter queue, got this text.
        case text(String)
        /// The target got this value, written without blanks.
        case json(String)
        /// Nothing was seen to arrive.
        case unobserved
    }

    let id: String
    let row: JSONDocument
    let event: JSONDocument
    let ruleName, ruleARN, ingestionTime: String
    /// Why relay does otherwise, if it does.
    let departure: String?

    var testDescription: String { id }

    /// The word for what is on record.
    var kind: String? { row.root["kind"]?.string }

    /// What is on record; nil for a row that cannot be read.
    var recorded: Outcome? {
        let root = row.root
        let expected = root["expect"]
        switch kind {
        case "text": return expected?.string.map { .text($0) }
        case "json": return expected.map { .json($0.compact) }
        case "dlq": return (root["dead_letter"] ?? root["dlq_body"])?.string.map { .text($0) }
        case "invalid": return .refused(expected?.string)
        case "undeliverable": return .undelivered
        case "unobserved": return .unobserved
        default: return nil
        }
    }

    /// Whether relay does the same as is recorded, or as is claimed.
    func relayAgrees(with outcome: Outcome) -> Bool {
        if case .unobserved = outcome { return true }
        let input: TargetInput
        do {
            input = try configured()
        } catch {
            guard case .refused(let words) = outcome else { return false }
            guard let words else { return true }
            return ((error as? TemplateErrors)?.all.first?.awsMessage(target: "target") ?? "").contains(words)
        }
        let variables = TemplateVariables(
            ruleName: ruleName, ruleARN: ruleARN, ingestionTime: ingestionTime, relay: [:])
        guard let body = try? input.render(event, variables: variables) else { return outcome == .undelivered }
        switch outcome {
        case .text(let text): return String(decoding: body, as: UTF8.self) == text
        case .json(let text): return (try? JSONDocument(parsing: body))?.root.compact == text
        case .refused, .undelivered, .unobserved: return false
        }
    }

    private func configured() throws -> TargetInput {
        let root = row.root
        if let template = root["template"]?.string {
            return .transformer(
                try InputTransformer(
                    inputPaths: root["paths"]?.members.map { ($0.name, $0.value.string ?? "") } ?? [],
                    template: SourceText(name: "", text: template)))
        }
        if let text = root["input"]?.string { return try TargetInput(input: text) }
        if let path = root["input_path"]?.string { return try TargetInput(inputPath: path) }
        return .event
    }

    /// Outcomes other than the recorded one, which a check must report.
    var falsified: [Outcome] {
        switch recorded {
        case .refused(let words?): [.refused("\(words)!"), .undelivered, .text("")]
        case .refused(nil): [.undelivered, .text("")]
        case .undelivered: [.refused(nil), .text("")]
        case .text(let text): [.text("\(text) "), .refused(nil), .undelivered]
        case .json(let text): [.json("[\(text)]"), .refused(nil), .undelivered]
        case .unobserved, nil: []
        }
    }
}

extension RecordedTransformer {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../").standardizedFileURL
    private static let folder = root.appending(path: "fixtures/verdicts")

    /// The rows of `fixtures/verdicts/aws-transformers.jsonl`.
    static func all() throws -> [RecordedTransformer] {
        let events = try JSONDocument(
            parsing: [UInt8](Data(contentsOf: folder.appending(path: "aws-transformer-events.json"))))
        return try lines(of: folder.appending(path: "aws-transformers.jsonl")).map { row in
            let name = try #require(row.root["event"]?.string)
            let rule = row.root["rule"]?.string ?? "rule"
            return RecordedTransformer(
                id: row.root["id"]?.string ?? "", row: row,
                event: try JSONDocument(parsing: Array(try #require(events.root[name]).text)), ruleName: rule,
                ruleARN: "arn:aws:events:eu-west-1:777788889999:rule/relay-fixture-probe/\(rule)",
                ingestionTime: "2026-03-02T09:14:09.408Z", departure: row.root["relay_departs"]?.string)
        }
    }

    /// The recordings as they were published, which lie beside the project where it was made.
    private static let originals = root.appending(path: "../shared/vectors").standardizedFileURL
    static let hasOriginals = FileManager.default.fileExists(atPath: originals.path)

    /// The published rows in the order of ``all()``.
    static func allOriginals() throws -> [RecordedTransformer] {
        try ["aws-recorded-transformers.jsonl", "aws-recorded-2-transformers.jsonl"]
            .flatMap { try lines(of: originals.appending(path: $0)) }.map { row in
                let context = row.root["context"]
                return RecordedTransformer(
                    id: row.root["id"]?.string ?? "", row: row,
                    event: try JSONDocument(parsing: Array(try #require(row.root["event"]).text)),
                    ruleName: context?["rule_name"]?.string ?? "rule", ruleARN: context?["rule_arn"]?.string ?? "rule",
                    ingestionTime: context?["ingestion_time"]?.string ?? "2026-09-13T12:17:30.408Z", departure: nil)
            }
    }

    private static func lines(of file: URL) throws -> [JSONDocument] {
        try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
            .map { try JSONDocument(parsing: Array($0.utf8)) }
    }
}

import Diagnostics
import Foundation
import InputTemplates
import JSONText
import SlackMessages
import Testing

/// A file of `fixtures/templates/cases`: an input transformer, an event, and what must come of them.
struct TemplateFixture: CustomTestStringConvertible, Sendable {
    enum Outcome: Sendable {
        case body(String)
        /// The transformer is refused, with a sentence that holds these words.
        case refused(String)
        /// The event cannot be rendered, with a sentence that holds these words.
        case undelivered(String)
    }

    let name: String
    let inputPaths: [(name: String, path: String)]
    let template: String
    let relay: [String: TemplateValue]
    let escaping: any ValueEscaping
    let event: JSONDocument
    let outcome: Outcome

    var testDescription: String { name }

    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../fixtures/templates/cases").standardizedFileURL

    static func all() throws -> [TemplateFixture] {
        try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "json" }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
            .map(TemplateFixture.init)
    }

    init(_ file: URL) throws {
        let root = try JSONDocument(parsing: [UInt8](Data(contentsOf: file))).root
        name = file.deletingPathExtension().lastPathComponent
        inputPaths = root["input_paths"]?.members.map { ($0.name, $0.value.string ?? "") } ?? []
        template = root["input_template"]?.string ?? ""
        escaping = root["escaping"]?.string == "slack" ? SlackEscaping() : JSONEscaping()
        relay = Dictionary(
            uniqueKeysWithValues: root["relay"]?.members.map { ($0.name, TemplateValue.json($0.value)) } ?? [])
        event = try JSONDocument(parsing: Array(root["event"]?.text ?? []))
        if let body = root["body"]?.string {
            outcome = .body(body)
        } else if let words = root["refused"]?.string {
            outcome = .refused(words)
        } else {
            outcome = .undelivered(root["undelivered"]?.string ?? "")
        }
    }

    func transformer() throws(TemplateErrors) -> InputTransformer {
        try InputTransformer(
            inputPaths: inputPaths, template: SourceText(name: "", text: template), relayVariables: Array(relay.keys))
    }

    func render() throws -> String {
        let body = try transformer().escaped(by: escaping).render(event, variables: .sample(relay: relay))
        return String(decoding: body, as: UTF8.self)
    }
}

extension TemplateVariables {
    /// A rule and a moment that never change.
    static func sample(
        relay: [String: TemplateValue] = [:]
    ) -> TemplateVariables {
        TemplateVariables(
            ruleName: "break-glass-used",
            ruleARN: "arn:aws:events:eu-west-1:111122223333:rule/break-glass-used",
            ingestionTime: "2026-03-02T11:02:20Z", relay: relay)
    }
}

import Diagnostics
import Foundation
import InputTemplates
import JSONText
import Testing

/// What the real service delivered, read where it lies beside the project or above it.
struct RecordedTransformerTests {
    static let file: URL = {
        let name = "shared/vectors/aws-recorded-transformers.jsonl"
        var folder = URL(filePath: #filePath)
        while folder.pathComponents.count > 1 {
            folder.deleteLastPathComponent()
            let file = folder.appending(path: name)
            if FileManager.default.fileExists(atPath: file.path) { return file }
        }
        return folder.appending(path: name)
    }()
    static let isPresent = FileManager.default.fileExists(atPath: file.path)

    static func lines() -> [String] {
        ((try? String(contentsOf: file, encoding: .utf8)) ?? "").split(separator: "\n").map(String.init)
    }

    @Test(.enabled(if: isPresent, "the recorded transformers are not beside the project"))
    func areAllThere() {
        #expect(Self.lines().count == 26)
    }

    @Test(.enabled(if: isPresent, "the recorded transformers are not beside the project"), arguments: lines())
    func agreeWithTheService(line: String) throws {
        let recorded = try JSONDocument(parsing: line).root
        let event = try JSONDocument(parsing: Array(try #require(recorded["event"]).text))
        let expected = try #require(recorded["expect"])
        func render() throws -> [UInt8] {
            try InputTransformer(
                inputPaths: recorded["paths"]?.members.map { ($0.name, $0.value.string ?? "") } ?? [],
                template: SourceText(name: "", text: recorded["template"]?.string ?? "")
            ).render(event, variables: .sample())
        }
        switch recorded["kind"]?.string {
        case "text": #expect(String(decoding: try render(), as: UTF8.self) == expected.string)
        case "json": #expect(try JSONDocument(parsing: render()).root.compact == expected.compact)
        case "invalid":
            let errors = #expect(throws: TemplateErrors.self) { try render() }
            let message = errors?.all.first?.awsMessage(target: "target") ?? ""
            #expect(message.contains(expected.string ?? "-"))
        case "undeliverable": #expect(throws: (any Error).self) { try render() }
        default: Issue.record("a kind that is not known: \(line)")
        }
    }
}

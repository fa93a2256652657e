import EventPatterns
import Foundation
import Testing

/// A row of a table in `fixtures/verdicts`: a pattern, an event, and what AWS or its reference engine said of them.
struct RecordedVerdict: Decodable, Sendable, CustomTestStringConvertible {
    let id: String
    let pattern: String
    let event: String
    /// `match`, `no-match` or `invalid`.
    let expect: String
    /// Why the pattern or the event is invalid.
    let reason: String?
    /// Lines and columns that the service's answer names.
    let locations: [[Int]]?
    let tags: [String]?

    var testDescription: String { id }

    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../").standardizedFileURL

    /// All rows of a table in `fixtures/verdicts`.
    static func all(in table: String) throws -> [RecordedVerdict] {
        try rows(of: root.appending(path: "fixtures/verdicts/\(table)"))
    }

    /// The whole output of the generator, of which `engine-generated.jsonl` is a part.
    static let wholeGeneration = root.appending(path: "../shared/vectors/patterns.jsonl").standardizedFileURL
    static let hasWholeGeneration = FileManager.default.fileExists(atPath: wholeGeneration.path)

    static func rows(of file: URL) throws -> [RecordedVerdict] {
        let decoder = JSONDecoder()
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
            .map { try decoder.decode(RecordedVerdict.self, from: Data($0.utf8)) }
    }

    func has(_ tag: String) -> Bool { tags?.contains { $0 == tag } ?? false }

    /// The answer of the service when it refuses the pattern.
    var message: String {
        PatternCase.Refusal(pattern: pattern, reason: reason ?? "", locations: locations ?? []).message
    }

    /// What relay says of the pattern and the event.
    func verdictOfRelay() -> String {
        do {
            let pattern = try EventPattern(parsing: pattern)
            let event = try FlatEvent(parsing: event)
            return pattern.matches(event) ? "match" : "no-match"
        } catch {
            return "invalid"
        }
    }
}

import EventPatterns
import Foundation
import Testing

/// A row of a table in `fixtures/verdicts`: a pattern, an event, and what AWS or its reference engine said of them.
struct RecordedVerdict: Decodable, Sendable, CustomTestStringConvertible {
    let id: String
    let pattern: String
    let event: String
    /// `match`, `no-match` or `invalid`.
    var expect: String
    /// Why the pattern or the event is invalid.
    var reason: String?
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

    /// The folder of the recordings as they were published, which lies beside the project where it was made.
    private static let originals = root.appending(path: "../shared/vectors").standardizedFileURL
    static let hasOriginals = FileManager.default.fileExists(atPath: originals.path)

    /// All rows of a recording as it was published.
    static func originals(in table: String) throws -> [RecordedVerdict] {
        try rows(of: originals.appending(path: table))
    }

    private static func rows(of file: URL) throws -> [RecordedVerdict] {
        let decoder = JSONDecoder()
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
            .map { try decoder.decode(RecordedVerdict.self, from: Data($0.utf8)) }
    }

    func has(_ tag: String) -> Bool { tags?.contains { $0 == tag } ?? false }

    /// The answer of the service when it refuses the pattern.
    var message: String {
        PatternCase.Refusal(pattern: pattern, reason: reason ?? "", locations: locations ?? []).message
    }

    /// What relay says of the pattern and the event: `match`, `no-match` or `invalid`.
    func verdictOfRelay() -> String {
        do {
            let pattern = try EventPattern(parsing: pattern)
            let event = try FlatEvent(parsing: event)
            return pattern.matches(event) ? "match" : "no-match"
        } catch {
            return "invalid"
        }
    }

    /// The message with which relay refuses the pattern, as EventBridge words it; nil where relay takes the pattern.
    func refusalOfRelay() -> String? {
        do throws(PatternError) {
            _ = try EventPattern(parsing: pattern)
            return nil
        } catch {
            return error.awsMessage
        }
    }

    /// The same row with a verdict that nobody gave: what a check must report.
    var falsified: RecordedVerdict {
        var row = self
        row.expect = expect == "match" ? "no-match" : "match"
        return row
    }
}

/// Holds relay's answers against those of a table.
enum VerdictCheck {
    /// The rows for which relay does not answer as expected, each as `id: relay's answer`.
    ///
    /// - Parameters:
    ///   - rows: those of one table.
    ///   - expected: what relay is to answer; nil where any answer will do.
    static func faults(
        in rows: [RecordedVerdict], expected: (RecordedVerdict) -> String? = { $0.expect }
    ) -> [String] {
        rows.compactMap { row in
            guard let expected = expected(row) else { return nil }
            let answer = row.verdictOfRelay()
            return answer == expected ? nil : "\(row.id): \(answer)"
        }
    }

    /// The invalid rows which relay does not refuse in the recorded words, each as `id: relay's words`.
    static func faultsOfWords(in rows: [RecordedVerdict]) -> [String] {
        rows.filter { $0.expect == "invalid" }.compactMap { row in
            let message = row.refusalOfRelay()
            return message == row.message ? nil : "\(row.id): \(message ?? "taken")"
        }
    }
}

import Foundation

/// The cases in `fixtures/patterns/cases`; the README there says where the answers come from.
enum PatternCase {
    struct Verdict: Decodable, Sendable {
        let topic: String
        let pattern: String
        let event: String
        let expect: String
    }

    struct Refusal: Decodable, Sendable {
        let pattern: String
        let reason: String
        /// Lines and columns.
        let locations: [[Int]]

        /// The answer of the service, which shows the pattern with tabs and the like escaped.
        var message: String {
            let shown = pattern.replacingOccurrences(of: "\t", with: "\\u0009")
                .replacingOccurrences(of: "\u{1}", with: "\\u0001")
            let places = locations.map { "\n at [Source: (String)\"\(shown)\"; line: \($0[0]), column: \($0[1])]" }
            return "Event pattern is not valid. Reason: \(reason)\(places.joined())"
        }
    }

    static func all<Case: Decodable>(_ type: Case.Type, in file: String) throws -> [Case] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../fixtures/patterns/cases").standardizedFileURL
        return try JSONDecoder().decode([Case].self, from: Data(contentsOf: folder.appending(path: file)))
    }
}

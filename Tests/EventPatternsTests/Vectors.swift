import Foundation
import Testing

/// A published verdict on a pattern and an event, from files that lie beside the project.
struct Vector: Decodable, Sendable, CustomTestStringConvertible {
    let id: String
    let pattern: String
    let event: String
    let expect: String
    let reason: String?
    let raw: String?
    let tags: [String]?

    var testDescription: String { id }

    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../shared/vectors").standardizedFileURL
    static let arePresent = FileManager.default.fileExists(atPath: folder.path)
    static let absence: Comment = "the folder of vectors is not beside the project"

    /// All lines of a file; none where the file is absent.
    static func all(in file: String) -> [Vector] {
        guard let text = try? String(contentsOf: folder.appending(path: file), encoding: .utf8) else { return [] }
        let decoder = JSONDecoder()
        return text.split(separator: "\n").compactMap { try? decoder.decode(Vector.self, from: Data($0.utf8)) }
    }

    func has(_ tag: String) -> Bool { tags?.contains { $0 == tag } ?? false }
}

import Foundation
import Testing

@testable import ConfigDocument
@testable import Rules

/// A key of a rules file is spelt in RulesFileKey.swift and nowhere else in the module.
struct RulesFileKeyTests {
    @Test func theSchemaHasEveryKeyAndNoOther() {
        var keys: Set<String> = []
        Self.collectKeys(of: .object(RulesFileSchema.file), into: &keys)
        #expect(keys == Set(RulesFileKey.allCases.map(\.rawValue)))
    }

    private static func collectKeys(of schema: Schema, into keys: inout Set<String>) {
        switch schema {
        case .object(let object):
            for field in object.fields {
                keys.insert(field.name)
                collectKeys(of: field.schema, into: &keys)
            }
        case .map(_, let inner, _), .list(let inner, _), .oneOrList(let inner): collectKeys(of: inner, into: &keys)
        case .text, .integer, .boolean, .choice, .jsonObject, .anyValue: break
        }
    }

    /// A literal that consists of a key would be a second spelling. Keys inside of sentences are text for people.
    @Test func noOtherFileSpellsAKey() throws {
        let keys = Set(RulesFileKey.allCases.map(\.rawValue))
        let literal = /"(\$?[a-z_]+)"/
        var spellings: [String] = []
        var filesRead = 0
        for file in try Self.sources() where file.lastPathComponent != "RulesFileKey.swift" {
            filesRead += 1
            for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
                // Headers of HTTP, and what messages call the thing that a name refers to.
                guard file.lastPathComponent != "ReservedHeaders.swift", !line.contains("kind: \"") else { continue }
                for match in line.matches(of: literal) where keys.contains(String(match.1)) {
                    spellings.append("\(file.lastPathComponent): \(line)")
                }
            }
        }
        #expect(filesRead > 10)
        #expect(spellings.isEmpty)
    }

    private static func sources() throws -> [URL] {
        let root = (0..<3).reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent() }
        let folder = root.appending(path: "Sources/Rules")
        let paths = try #require(FileManager.default.subpaths(atPath: folder.path))
        return paths.filter { $0.hasSuffix(".swift") }.map { folder.appending(path: $0) }
    }
}

import Foundation
import Testing

/// `Sources/README.md` and `Tests/README.md` name targets, files and types; here each is looked for in the tree.
struct CodeMapTests {
    private static let maps = ["Sources/README.md", "Tests/README.md"]

    @Test func everyTargetHasItsRowInTheOrderOfThePackage() throws {
        let package = try text("Package.swift")
        let sources = try #require(package.firstMatch(of: /let sources = \[((?s:.*?))\n\]/)).output.1
        let targets = sources.matches(of: /Module\(\s*"(\w+)"/).map { String($0.output.1) }
        let table = try #require(try text("Sources/README.md").firstMatch(of: /\| Target \|((?s:.*?))\n\n/)).output.1
        let rows = table.matches(of: /\n\| `(\w+)`/).map { String($0.output.1) }
        #expect(rows.count > 1)
        #expect(rows == targets)
    }

    @Test(arguments: maps)
    func everyFileThatAMapNamesIsThere(_ map: String) throws {
        let files = try swiftFiles() + ["/Package.swift"]
        let named = try text(map).matches(of: /`([\w\/+]+\.swift)`/).map { String($0.output.1) }
        for name in named { #expect(files.contains { $0.hasSuffix("/" + name) }, "\(map) names \(name)") }
    }

    @Test(arguments: maps)
    func everyTypeThatAMapNamesIsDeclared(_ map: String) throws {
        let declared = try swiftFiles().reduce(into: Set<String>()) { try $0.formUnion(declaredTypes(in: text($1))) }
        let folders = Set(try swiftFiles().flatMap { $0.split(separator: "/").map(String.init) })
        let named = Set(try text(map).matches(of: /`([A-Z]\w+)`/).map { String($0.output.1) })
        #expect(!named.isEmpty)
        for name in named.subtracting(folders).subtracting(Self.others) {
            #expect(declared.contains(name), "\(map) names \(name)")
        }
    }

    /// Names in the maps that are neither types nor folders with Swift in them.
    private static let others: Set = ["CBareInflate", "CByteMasks", "CChecksum", "CZlib", "XTests", "X"]

    /// What follows the word `struct` and its like; comments included, which does no harm.
    private func declaredTypes(in code: String) -> Set<String> {
        let words = code.utf8.split { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"): false
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"): false
            default: true
            }
        }
        let keywords: Set = ["struct", "class", "enum", "protocol", "actor", "typealias"]
        return Set(
            zip(words, words.dropFirst()).compactMap {
                keywords.contains(String(Substring($0))) ? String(Substring($1)) : nil
            })
    }

    private func text(_ path: String) throws -> String {
        try String(contentsOf: Project.root.appending(path: path), encoding: .utf8)
    }

    /// Paths from the project's root.
    private func swiftFiles() throws -> [String] {
        try ["Sources", "Tests"].flatMap { folder in
            let paths = FileManager.default.enumerator(atPath: Project.root.appending(path: folder).path)
            return try #require(paths).compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }
                .map { "\(folder)/\($0)" }
        }
    }
}

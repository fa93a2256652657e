import Foundation
import JSONText
import Testing

/// The published conformance suite (nst/JSONTestSuite, MIT), read where it lies beside the project.
struct JSONTestSuiteTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../shared/JSONTestSuite/test_parsing").standardizedFileURL
    static let isPresent = FileManager.default.fileExists(atPath: folder.path)

    static func names(prefix: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasPrefix(prefix) && $0.hasSuffix(".json") }.sorted()
    }

    @Test(.enabled(if: isPresent, "the JSONTestSuite folder is not beside the project"))
    func holdsTheWholeSuite() {
        #expect(Self.names(prefix: "y_").count == 95)
        #expect(Self.names(prefix: "n_").count == 188)
    }

    @Test(.enabled(if: isPresent, "the JSONTestSuite folder is not beside the project"), arguments: names(prefix: "y_"))
    func accepts(name: String) throws {
        let text = [UInt8](try Data(contentsOf: Self.folder.appending(path: name)))
        #expect(throws: Never.self) { try JSONScanner.validate(text.span) }
        #expect(throws: Never.self) { try JSONDocument(parsing: text) }
    }

    @Test(.enabled(if: isPresent, "the JSONTestSuite folder is not beside the project"), arguments: names(prefix: "n_"))
    func refuses(name: String) throws {
        let text = [UInt8](try Data(contentsOf: Self.folder.appending(path: name)))
        #expect(throws: JSONError.self) { try JSONScanner.validate(text.span) }
        #expect(throws: JSONError.self) { try JSONDocument(parsing: text) }
    }

    /// What RFC 8259 leaves open may be accepted or refused, but answers the same in one piece and byte by byte.
    @Test(.enabled(if: isPresent, "the JSONTestSuite folder is not beside the project"), arguments: names(prefix: "i_"))
    func answersWhatIsLeftOpen(name: String) throws {
        let text = [UInt8](try Data(contentsOf: Self.folder.appending(path: name)))
        #expect(Scan.tokens(of: text, chunkSize: 1) == Scan.tokens(of: text, chunkSize: max(text.count, 1)))
    }
}

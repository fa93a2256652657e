import Diagnostics
import Testing

@testable import ConfigDocument

/// A word marked in a value must be found again in the file, however the file spells the value.
struct MappedTextTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let file: String
        /// What to look for in the value of `a`, and the text of the file that it was made from.
        let value: String
        let spelt: String
        var testDescription: String { file }

        init(_ file: String, _ value: String, spelt: String? = nil) {
            self.file = file
            self.value = value
            self.spelt = spelt ?? value
        }
    }

    static let cases = [
        Case("a: one two", "two"),
        Case("a: one\n  two\n  three", "three"),
        Case("a: 'it''s two'", "two"),
        Case("a: 'it''s two'", "s two"),
        Case("a: \"\\ttab \\u00e9 two\"", "two"),
        Case("a: \"x \\u00e9y\"", "é", spelt: "\\"),
        Case("a: \"one \\\n   two\"", "two"),
        Case("a: \"one\n   two\"", "two"),
        Case("a: |\n  {\n    \"b\": two\n  }\n", "two"),
        Case("a: |\n  {\n    \"b\": two\n  }\n", "}"),
        Case("a: |2\n    x\n   two", "two"),
        Case("a: >\n  one\n  two\n\n  three", "three"),
        Case("a: >-\n  one\n\n\n  two", "two"),
        Case("a: |\r\n  one\r\n  two\r\n", "two"),
        Case("a: &anchor |\n  one\n  two", "two"),
        Case("a: !!str two", "two"),
        Case("\u{FEFF}a: one two", "two"),
        Case("é: x\na: \"é two\"", "two"),
        Case("a: ' two  words '", "words"),
        Case("{\"a\": \"\\ud83d\\ude00 \\/ two\"}", "two"),
        Case("{\"a\": \"x\\\"two\"}", "two"),
    ]

    @Test(arguments: cases)
    func findsTheValueInTheFile(_ testCase: Case) throws {
        var problems: [Problem] = []
        let source = SourceText(name: "", text: testCase.file)
        let document = try #require(Document.read(source, problems: &problems), "\(problems)")
        let node = try #require(document.root["a"])
        let mapped = document.string(of: try #require(node.scalar), at: node.range)
        let range = try #require(Self.range(of: testCase.value, in: mapped.bytes))
        #expect(String(decoding: source.bytes[mapped.place(of: range)], as: UTF8.self).hasPrefix(testCase.spelt))
    }

    @Test func placesOfJSONMadeFromYAML() throws {
        let source = SourceText(name: "", text: "a:\n  source: [aws.sts, 'it''s']\n  n: [1.50]\n")
        var problems: [Problem] = []
        let document = try #require(Document.read(source, problems: &problems))
        let json = document.json(of: try #require(document.root["a"]), problems: &problems)
        #expect(json.text == #"{"source":["aws.sts","it's"],"n":[1.50]}"#)
        for word in ["source", "sts", "it", "1.50"] {
            let place = json.place(of: try #require(Self.range(of: word, in: json.bytes)))
            #expect(String(decoding: source.bytes[place], as: UTF8.self) == word)
        }
    }

    @Test func anEmptyTextHasAPlace() {
        #expect(MappedText().place(of: 0..<1) == 0..<0)
        #expect(MappedText(ArraySlice("ab".utf8)).place(of: 2..<2) == 1..<2)
    }

    static func range(of text: String, in bytes: [UInt8]) -> Range<Int>? {
        let wanted = Array(text.utf8)
        guard bytes.count >= wanted.count else { return nil }
        let start = (0...(bytes.count - wanted.count)).first { bytes[$0...].starts(with: wanted) }
        return start.map { $0..<$0 + wanted.count }
    }
}

import Diagnostics
import Testing

struct SourceTextTests {
    @Test(arguments: [
        ("abc", 0, 1, 1), ("abc", 2, 1, 3), ("abc", 9, 1, 4), ("a\nbc", 2, 2, 1), ("a\n\nb", 3, 3, 1),
        ("é=x", 3, 1, 3), ("😀=x", 5, 1, 4), ("", 0, 1, 1),
    ])
    func countsLinesAndUTF16Columns(text: String, offset: Int, line: Int, column: Int) {
        let source = SourceText(name: "", text: text)
        #expect(source.location(ofByte: offset) == SourceLocation(line: line, column: column))
    }

    @Test(arguments: ["abc\ndef", "é\n😀x\n", "\n\n", ""])
    func offsetReversesLocation(text: String) {
        let source = SourceText(name: "", text: text)
        for index in text.unicodeScalars.indices {
            let offset = text.utf8.distance(from: text.startIndex, to: index)
            #expect(source.offset(of: source.location(ofByte: offset)) == offset)
        }
    }

    @Test func showsTheLineWithACaret() {
        let source = SourceText(name: "relay.yaml", text: "one\ntwo three\n")
        #expect(source.excerpt(ofBytes: 8..<13) == "  2 | two three\n    |     ^^^^^")
        #expect(source.place(ofByte: 8) == "relay.yaml:2:5")
    }

    @Test func cutsALongLineAroundThePlace() throws {
        let text = String(repeating: "a", count: 500) + "X" + String(repeating: "b", count: 500)
        let lines = SourceText(name: "", text: text).excerpt(ofBytes: 500..<501).split(separator: "\n")
        #expect(lines[0].count <= SourceText.excerptColumnsLimit + 10)
        let column = try #require(
            lines[1].firstIndex(of: "^").map { lines[1].distance(from: lines[1].startIndex, to: $0) })
        #expect(Array(lines[0])[column] == "X")
    }

    @Test func controlCharactersCannotReachTheTerminal() {
        let shown = SourceText(name: "", text: "a\u{1B}[2Jb").excerpt(ofBytes: 0..<1)
        #expect(!shown.unicodeScalars.contains("\u{1B}"))
    }

    @Test(arguments: [
        ("prefx", "prefix"), ("anythign-but", "anything-but"), ("PREFIX", "prefix"), ("exist", "exists"),
        ("zzz", nil), ("", nil), ("p", nil),
    ])
    func suggestsTheNearestWord(word: String, expected: String?) {
        let operators = ["prefix", "suffix", "anything-but", "exists", "numeric", "q"]
        #expect(Spelling.nearest(to: word, among: operators) == expected)
    }

    /// Values published with the algorithm.
    @Test(arguments: [("", "cbf29ce484222325"), ("a", "af63dc4c8601ec8c"), ("foobar", "85944171f73967e8")])
    func fingerprintsOfDifferentTextsDiffer(text: String, expected: String) {
        #expect(SourceText(name: "x", text: text).fingerprint == expected)
    }
}

import Diagnostics
import Testing

/// What of a text is shown around a place, for every kind of range.
struct ExcerptTests {
    @Test(
        arguments: [
            ("abc", 0..<1, "  1 | abc\n    | ^"), ("abc", 1..<3, "  1 | abc\n    |  ^^"),
            ("abc", 3..<3, "  1 | abc\n    |    ^"),
            ("", 0..<0, "  1 | \n    | ^"), ("abc", 7..<9, "  1 | abc\n    |    ^"),
            ("a\nbc\nd", 2..<4, "  2 | bc\n    | ^^"),
            // A range over several lines is shown on its first.
            ("a\nbc\nd", 2..<6, "  2 | bc\n    | ^^"), ("a\nbc", 1..<2, "  1 | a\n    |  ^"),
            ("日本x", 6..<7, "  1 | 日本x\n    |   ^"), ("a\tb", 2..<3, "  1 | a b\n    |   ^"),
            ("a\r\nb", 0..<3, "  1 | a \n    | ^^"),
        ] as [(String, Range<Int>, String)])
    func showsTheLineOfTheRange(text: String, range: Range<Int>, excerpt: String) {
        #expect(SourceText(name: "", text: text).excerpt(ofBytes: range) == excerpt)
    }

    /// The number of the line takes the room it needs.
    @Test func alignsUnderTheNumberOfTheLine() {
        let text = String(repeating: "x\n", count: 1_233) + "here"
        let source = SourceText(name: "", text: text)
        #expect(source.excerpt(ofBytes: 2_466..<2_470) == "  1234 | here\n       | ^^^^")
    }

    /// Two lines, whatever the text and the range, and a caret at least.
    @Test func isTwoLinesForAnyRange() {
        let text = "one\n\nlonger \u{7F}line é😀\nx" + String(repeating: "y", count: 300)
        let source = SourceText(name: "", text: text)
        for start in stride(from: 0, through: source.bytes.count + 3, by: 5) {
            for length in [0, 1, 7, 400] {
                let lines = source.excerpt(ofBytes: start..<start + length).split(
                    separator: "\n", omittingEmptySubsequences: false)
                #expect(lines.count == 2)
                #expect(lines.last?.contains("^") == true)
                #expect((lines.last?.count ?? 0) <= 2 * SourceText.excerptColumnsLimit)
            }
        }
    }

    @Test(arguments: [
        (1, 1, 0), (1, 2, 1), (1, 99, 3), (2, 1, 4), (2, 3, 6), (3, 1, 7), (9, 9, 7), (0, 0, 0), (-1, -1, 0),
    ])
    func aPlaceBeyondTheLineIsItsEnd(line: Int, column: Int, offset: Int) {
        let source = SourceText(name: "", text: "abc\nde\n")
        #expect(source.offset(of: SourceLocation(line: line, column: column)) == offset)
    }

    @Test func placesAreNamedAsFarAsTheTextIs() {
        #expect(SourceText(name: "relay.yaml", text: "a\nb").place(ofByte: 2) == "relay.yaml:2:1")
        #expect(SourceText(name: "", text: "a\nb").place(ofByte: 2) == "line 2, column 1")
        #expect(SourceLocation(line: 1, column: 9) < SourceLocation(line: 2, column: 1))
        #expect(SourceLocation(line: 2, column: 1) < SourceLocation(line: 2, column: 2))
    }
}

struct SpellingTests {
    @Test(
        arguments: [
            // One edit in a short word, one for each three characters in a longer one.
            ("ab", ["ba"], "ba"), ("ab", ["cd"], nil), ("abcdef", ["abcdxy"], "abcdxy"), ("abcdef", ["abcxyz"], nil),
            ("target", ["targets", "trigger"], "targets"), ("targts", ["targets"], "targets"),
            ("TARGETS", ["targets"], "targets"),
            // The nearest, and of equals the first.
            ("rool", ["rule", "role", "roof"], "roof"), ("aab", ["aac", "aad"], "aac"), ("x", ["y"], nil),
            ("same", ["same"], "same"),
            ("é", ["e\u{301}"], nil), ("", ["a"], nil), ("a", [], nil), ("ab", [""], nil),
        ] as [(String, [String], String?)])
    func suggestsTheNearest(word: String, candidates: [String], expected: String?) {
        #expect(Spelling.nearest(to: word, among: candidates) == expected)
    }

    @Test func boundsTheWork() {
        let long = String(repeating: "a", count: Spelling.wordLengthLimit)
        #expect(Spelling.nearest(to: long, among: ["\(long.dropLast())b"]) != nil)
        #expect(Spelling.nearest(to: long + "a", among: [long]) == nil)
        #expect(Spelling.nearest(to: long, among: [long + "a"]) == nil)
    }

    /// Every single slip in a word of relay's own is mended, unless another word is as near.
    @Test func mendsEverySlip() {
        let words = ["event_pattern", "input_template", "api_destination", "connections", "targets", "description"]
        for word in words {
            let letters = Array(word)
            for index in letters.indices {
                var dropped = letters
                dropped.remove(at: index)
                var doubled = letters
                doubled.insert(letters[index], at: index)
                var changed = letters
                changed[index] = "q"
                var slips = [dropped, doubled, changed]
                if index > 0 {
                    var swapped = letters
                    swapped.swapAt(index, index - 1)
                    slips.append(swapped)
                }
                for slip in slips {
                    #expect(Spelling.nearest(to: String(slip), among: words) == word, "\(String(slip))")
                }
            }
        }
    }
}

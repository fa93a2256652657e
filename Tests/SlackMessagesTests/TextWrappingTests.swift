import SeededGenerators
import Testing

@testable import SlackMessages

struct TextWrappingTests {
    private static func lines(_ text: String, width: Int) -> [String] {
        TextWrapping(width: width).lines(of: [SlackMarkup.Run(text: text, style: [])]).map {
            $0.map(\.text).joined()
        }
    }

    @Test(
        arguments: [
            ("", 10, [""]), ("one", 10, ["one"]), ("one two", 10, ["one two"]), ("one two", 6, ["one", "two"]),
            ("one two", 7, ["one two"]), ("one  two", 3, ["one", "two"]), ("abcdef", 4, ["abcd", "ef"]),
            ("ab cdefgh", 4, ["ab", "cdef", "gh"]), ("a\nb", 10, ["a", "b"]), ("a\n\nb", 10, ["a", "", "b"]),
            ("a\n", 10, ["a", ""]), ("  a", 10, ["  a"]), ("a   ", 10, ["a"]), ("日本語", 4, ["日本", "語"]),
            ("日本語", 5, ["日本", "語"]), ("日", 1, ["日"]), ("a\tb", 10, ["a b"]),
            ("one two three", 3, ["one", "two", "thr", "ee"]),
        ] as [(String, Int, [String])])
    func breaksBetweenWords(text: String, width: Int, lines: [String]) {
        #expect(Self.lines(text, width: width) == lines)
    }

    /// Runs keep their style over the break, and those of one style that meet are one.
    @Test func keepsTheStyleOfEachPiece() {
        let runs = [
            SlackMarkup.Run(text: "ab ", style: .bold), SlackMarkup.Run(text: "cd", style: .bold),
            SlackMarkup.Run(text: " ef gh", style: .code),
        ]
        let lines = TextWrapping(width: 6).lines(of: runs)
        #expect(
            lines == [
                [SlackMarkup.Run(text: "ab cd", style: .bold)], [SlackMarkup.Run(text: "ef gh", style: .code)],
            ])
    }

    /// Whatever the text: no line is wider than the width, and no visible character is lost or changes its place.
    @Test(arguments: 0..<40 as Range<UInt64>)
    func fitsAndLosesNothing(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let pieces = ["a", "bc", " ", "  ", "\n", "日", "é", "😀", "longer-word", "e\u{301}", "👩‍🚒"]
        for _ in 0..<50 {
            let width = 2 + random.below(20)
            var runs: [SlackMarkup.Run] = []
            for _ in 0..<1 + random.below(5) {
                let text = (0..<random.below(12)).map { _ in pieces[random.below(pieces.count)] }.joined()
                runs.append(SlackMarkup.Run(text: text, style: random.chance(0.5) ? .bold : []))
            }
            let lines = TextWrapping(width: width).lines(of: runs)
            for line in lines {
                let columns = line.reduce(0) { $0 + TerminalText.columns(of: $1.text) }
                #expect(columns <= width, "seed \(seed): \(line)")
            }
            func visible(_ text: String) -> String { String(text.unicodeScalars.filter { $0 != " " && $0 != "\n" }) }
            let shown = lines.map { $0.map(\.text).joined() }.joined(separator: "\n")
            #expect(visible(shown) == visible(runs.map(\.text).joined()), "seed \(seed)")
        }
    }
}

struct TerminalTextTests {
    @Test(arguments: [
        ("abc", 3), ("", 0), ("é", 1), ("e\u{301}", 1), ("日本", 4), ("😀", 2), ("👩‍🚒", 2), ("❤\u{FE0F}", 2), ("ｆｕ", 4),
        ("한글", 4),
    ])
    func countsColumns(text: String, columns: Int) {
        #expect(TerminalText.columns(of: text) == columns)
    }

    /// Every scalar: no control character but the line end is left, and nothing that turns or hides text.
    @Test func leavesNothingThatMovesTheCursor() {
        for value in UInt32(0)..<0x3000 {
            guard let scalar = Unicode.Scalar(value) else { continue }
            for shown in TerminalText.safe("\(scalar)").unicodeScalars where shown != "\n" {
                #expect(shown.properties.generalCategory != .control, "U+\(String(value, radix: 16))")
                let isShaping = shown == "\u{200C}" || shown == "\u{200D}"
                #expect(isShaping || !shown.properties.isDefaultIgnorableCodePoint, "U+\(String(value, radix: 16))")
            }
        }
    }

    @Test(arguments: [
        ("a\u{1B}[2Jb", "a\u{FFFD}[2Jb"), ("a\tb\nc", "a b\nc"), ("\u{202E}evil", "evil"), ("a\u{0}", "a\u{FFFD}"),
        ("a\u{2028}b", "a\u{FFFD}b"), ("\u{AD}soft", "soft"), ("👩‍🚒", "👩‍🚒"),
    ])
    func makesTextSafe(text: String, safe: String) {
        #expect(Array(TerminalText.safe(text).unicodeScalars) == Array(safe.unicodeScalars))
    }
}

import InputTemplates
import JSONText
import SeededGenerators
import Testing

@testable import SlackMessages

/// Values that are shown as they are are written in one piece; all others character by character. Both are the same.
struct SlackTextTests {
    private static let positions: [SlackPosition] = [.markup, .markdown, .plain]

    private static func isWrittenAlike(_ value: [UInt8], _ text: SlackText) -> Bool {
        var written: [UInt8] = []
        text.append(value, to: &written)
        var expected: [UInt8] = []
        JSONString.appendText(of: text.shownText(of: value).utf8, to: &expected)
        return written == expected
    }

    @Test(arguments: positions)
    func everyByteIsWrittenAlike(position: SlackPosition) {
        for link in [SlackLink.outside, .addressStart] {
            let text = SlackText(position: position, link: link, limit: 100)
            for byte in UInt8.min...UInt8.max {
                for (before, after) in [("", ""), ("a", "b"), (" ", " "), ("@", "#")] {
                    let value = Array(before.utf8) + [byte] + Array(after.utf8)
                    #expect(Self.isWrittenAlike(value, text), "\(value)")
                }
            }
        }
    }

    /// A value of as many characters as may be shown is whole, and a longer one is cut.
    @Test(arguments: [98, 99, 100, 101, 102, 500])
    func longValuesAreCutAlike(count: Int) {
        let text = SlackText(position: .markup, link: .outside, limit: 100)
        let value = (0..<count).map { UInt8(ascii: "a") + UInt8($0 % 26) }
        #expect(Self.isWrittenAlike(value, text))
        var written: [UInt8] = []
        text.append(value, to: &written)
        #expect((written == value) == (count <= 100))
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func randomValuesAreWrittenAlike(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let pieces = ["a", "alice", " ", "@", "<!here>", "é", "\u{202E}", "]", "`", "*", "\"", "\\", "\n", "&amp;"]
        for _ in 0..<200 {
            let value = (0..<random.below(30)).map { _ in pieces[random.below(pieces.count)] }.joined()
            for position in Self.positions {
                let text = SlackText(position: position, link: .outside, limit: 50)
                #expect(Self.isWrittenAlike(Array(value.utf8), text), "\(value)")
            }
        }
    }
}

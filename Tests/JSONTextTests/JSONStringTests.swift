import JSONText
import Testing

struct JSONStringTests {
    @Test(arguments: [
        (#"plain é😀"#, "plain é😀"), (#"\"\\\/\b\f\n\r\t"#, "\"\\/\u{8}\u{C}\n\r\t"), (#"\u0041\u00e9\u20ac"#, "Aé€"),
        (#"\ud83d\ude00"#, "😀"), (#"\uD83D\uDE00x"#, "😀x"),
    ])
    func undoesEscapes(text: String, value: String) {
        #expect(JSONString.value(of: Array(text.utf8).span).elementsEqual(value.utf8))
    }

    @Test(
        arguments: [
            (#"\ud800"#, [0xED, 0xA0, 0x80]), (#"\ude00x"#, [0xED, 0xB8, 0x80, 0x78]),
            (#"\ud800\u0041"#, [0xED, 0xA0, 0x80, 0x41]),
            (#"\ud800\ud83d\ude00"#, [0xED, 0xA0, 0x80, 0xF0, 0x9F, 0x98, 0x80]),
        ] as [(String, [UInt8])])
    func loneSurrogatesKeepTheirIdentity(text: String, value: [UInt8]) {
        #expect(JSONString.value(of: Array(text.utf8).span) == value)
    }

    @Test func everyCharacterSurvivesTheRoundTrip() throws {
        for scalar in (0..<0x3000 as Range<UInt32>).compactMap(Unicode.Scalar.init) + [
            "\u{FFFF}", "\u{1F600}", "\u{10FFFF}",
        ] {
            let value = String(scalar) + "x"
            let quoted = JSONString.quoted(value)
            #expect(try JSONDocument(parsing: quoted).root.utf8 == Array(value.utf8))
        }
    }
}

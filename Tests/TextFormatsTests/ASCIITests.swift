import Testing
import TextFormats

struct ASCIITests {
    /// Every byte, against the characters of each class written out.
    @Test func classesAreThoseOfASCII() {
        let digits = "0123456789"
        let lower = "abcdefghijklmnopqrstuvwxyz"
        let upper = lower.uppercased()
        for byte in UInt8.min...UInt8.max {
            func isAmong(_ characters: String) -> Bool { characters.utf8.contains(byte) }
            #expect(byte.isASCIIDigit == isAmong(digits), "\(byte)")
            #expect(byte.isASCIILowercase == isAmong(lower), "\(byte)")
            #expect(byte.isASCIIUppercase == isAmong(upper), "\(byte)")
            #expect(byte.isASCIILetter == isAmong(lower + upper), "\(byte)")
            #expect(byte.isASCIIAlphanumeric == isAmong(lower + upper + digits), "\(byte)")
            #expect(byte.isASCIIHexDigit == isAmong(digits + "abcdefABCDEF"), "\(byte)")
            #expect(byte.isASCIIBlank == isAmong(" \t\r\n"), "\(byte)")
        }
    }

    @Test func valuesAndCasesAreThoseOfTheCharacter() {
        for byte in UInt8.min...UInt8.max {
            let character = Character(Unicode.Scalar(byte))
            let value = byte < 0x80 ? character.hexDigitValue.map { UInt8($0) } : nil
            #expect(byte.asciiHexValue == value, "\(byte)")
            let lowered = byte < 0x80 ? Array(character.lowercased().utf8) : [byte]
            #expect([byte.asciiLowercased] == lowered, "\(byte)")
        }
    }
}

struct ByteTextTests {
    @Test(arguments: [
        ("", "", true, true), ("a", "a", true, true), ("a", "A", false, true), ("a", "ab", false, false),
        // The same to Swift, and other bytes.
        ("\u{E9}", "e\u{301}", false, false), ("\r\n", "\r\n", true, true),
        // Only letters of ASCII have a case here.
        ("é", "É", false, false), ("[", "{", false, false), ("K", "\u{212A}", false, false),
        ("Content-Type", "content-type", false, true),
    ])
    func comparesBytes(left: String, right: String, areEqual: Bool, areEqualIgnoringCase: Bool) {
        #expect(left.hasBytes(of: right) == areEqual)
        #expect(right.hasBytes(of: left) == areEqual)
        #expect(left.hasBytes(ofIgnoringCase: right) == areEqualIgnoringCase)
        #expect(right.hasBytes(ofIgnoringCase: left) == areEqualIgnoringCase)
        #expect([right, "x"].containsBytes(of: left) == areEqual)
        #expect(Substring(left).hasBytes(of: right) == areEqual)
    }
}

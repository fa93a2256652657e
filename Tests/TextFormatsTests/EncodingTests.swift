import Foundation
import SeededGenerators
import Testing
import TextFormats

/// Base64, hexadecimal and percent-encoding.
struct EncodingTests {
    /// RFC 4648, section 10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func base64IsThatOfTheStandard(text: String, encoded: String) {
        #expect(Base64.encoded(text.utf8) == encoded)
        #expect(Base64.decoded(Array(encoded.utf8)) == Array(text.utf8))
    }

    @Test func base64AgreesWithFoundation() {
        var random = SeededRandom(seed: 4648)
        for count in 0..<300 {
            let bytes = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
            let encoded = Base64.encoded(bytes)
            #expect(encoded == Data(bytes).base64EncodedString())
            #expect(Base64.decoded(Array(encoded.utf8)) == bytes)
        }
    }

    @Test(arguments: [
        "Z", "Zg", "Zg=", "Zg===", "=Zg=", "====", "=", "Zm9v\n", "Zm9v Zm9v", " Zg==", "Zg==Zg==", "Z-_=", "Zm\u{E9}=",
        // The bits that are left over are not zero, so that another text has the same bytes.
        "Zh==", "Zm9=",
    ])
    func base64RefusesWhatIsNone(text: String) {
        #expect(Base64.decoded(Array(text.utf8)) == nil)
    }

    /// One changed character is another value or none: no two texts have the same bytes.
    @Test func base64IsOneToOne() {
        let text = Array("cmVsYXk=".utf8)
        let bytes = Base64.decoded(text)
        for index in text.indices {
            for byte in UInt8.min...UInt8.max where byte != text[index] {
                var changed = text
                changed[index] = byte
                let decoded = Base64.decoded(changed)
                #expect(decoded == nil || decoded != bytes)
                if let decoded { #expect(Array(Base64.encoded(decoded).utf8) == changed) }
            }
        }
    }

    @Test(arguments: [("", []), ("00", [0]), ("ff0a", [255, 10]), ("FfAb", [255, 171])] as [(String, [UInt8])])
    func hexadecimalIsRead(text: String, bytes: [UInt8]) {
        #expect(Hexadecimal.bytes(of: text.utf8) == bytes)
        #expect(Hexadecimal.text(of: bytes) == text.lowercased())
    }

    @Test(arguments: ["0", "0g", "g0", "0x", " 00", "00 ", "000", "é"])
    func hexadecimalRefusesWhatIsNone(text: String) {
        #expect(Hexadecimal.bytes(of: text.utf8) == nil)
    }

    @Test(arguments: [
        ("", ""), ("aZ0-._~", "aZ0-._~"), ("/", "%2F"), (" ", "%20"), ("%", "%25"), ("+", "%2B"), ("é", "%C3%A9"),
        ("\u{0}\n", "%00%0A"), ("a=b&c", "a%3Db%26c"), ("😀", "%F0%9F%98%80"), ("*'()!", "%2A%27%28%29%21"),
    ])
    func percentEncodingKeepsUnreservedCharactersOnly(text: String, encoded: String) {
        #expect(PercentEncoding.encoded(text) == encoded)
        #expect(PercentEncoding.decoded(Array(encoded.utf8)) == Array(text.utf8))
    }

    @Test func percentEncodingOfAPathKeepsItsSlashes() {
        let encoded = PercentEncoding.encoded(Array("/a b/%2F".utf8), keepingSlash: true)
        #expect(String(decoding: encoded, as: UTF8.self) == "/a%20b/%252F")
    }

    /// What is no escape stays as it is.
    @Test(arguments: [
        ("%", "%"), ("%4", "%4"), ("%4g", "%4g"), ("%%41", "%A"), ("a%2fb", "a/b"), ("%25%32", "%2"), ("%é", "%é"),
        ("%41%", "A%"), ("+", "+"),
    ])
    func percentDecodingReadsEscapesOnly(text: String, decoded: String) {
        #expect(PercentEncoding.decoded(Array(text.utf8)) == Array(decoded.utf8))
    }

    @Test func everyByteSurvivesPercentEncoding() {
        let bytes = Array(UInt8.min...UInt8.max)
        let encoded = PercentEncoding.encoded(bytes)
        #expect(encoded.allSatisfy { $0 < 0x80 })
        #expect(PercentEncoding.decoded(encoded) == bytes)
        // Encoding once more encodes the percent signs.
        #expect(PercentEncoding.decoded(PercentEncoding.encoded(encoded)) == encoded)
    }
}

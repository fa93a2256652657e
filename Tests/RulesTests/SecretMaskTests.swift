import Rules
import Testing

struct SecretMaskTests {
    static let marker = "MARKER/+ \"é"

    @Test(arguments: [
        "before \(marker) after", "before MARKER%2F%2B%20%22%C3%A9 after", "before MARKER/+ \\\"é after",
    ])
    func everySpellingIsMasked(text: String) {
        #expect(SecretMask([Self.marker]).masked(text) == "before *** after")
    }

    @Test func tokensAreMaskedWithoutBeingNamed() {
        #expect(SecretMask().masked("token xoxb-1234567890-abc is bad") == "token *** is bad")
        #expect(
            SecretMask().masked("POST https://hooks.slack.com/services/T00000000/B00000000/XXXX")
                == "POST https://hooks.slack.com/services/***")
    }

    @Test func overlapsAndRepetitionsAreMaskedWhole() {
        #expect(SecretMask(["abcd", "cdefgh"]).masked("xabcdefghxabcdx") == "x***x***x")
        #expect(SecretMask(["aaaa"]).masked("aaaaaaaaa") == "******a")
    }

    @Test func secretsThatAreTooShortAreNotMasked() { #expect(SecretMask(["a", ""]).masked("banana") == "banana") }

    @Test func anExcerptIsPrintableAndBounded() {
        #expect(SecretMask().excerpt(of: Array("a\u{1B}[31m\n\tb\u{202E}c".utf8)) == "a [31m  b c")
        #expect(SecretMask().excerpt(of: [0xFF, 0x41]) == "\u{FFFD}A")
        let long = SecretMask().excerpt(of: Array(String(repeating: "é", count: 5_000).utf8))
        #expect(long.utf8.count == 512)
        #expect(long.allSatisfy { $0 == "é" })
    }

    /// Some tokens are longer than all that is looked at of an answer.
    @Test func aLongSecretIsMaskedToo() {
        let secret = String(repeating: "MARKER", count: 2_700)
        for gap in [0, 500] {
            let body = String(repeating: "x", count: gap) + secret + "!"
            #expect(SecretMask([secret]).excerpt(of: Array(body.utf8)).contains("***"))
            #expect(!SecretMask([secret]).excerpt(of: Array(body.utf8)).contains("MARK"))
        }
    }

    @Test func aSecretIsMaskedBeforeTheExcerptIsCut() {
        let body = String(repeating: "x", count: 508) + "MARKER1234"
        #expect(!SecretMask(["MARKER1234"]).excerpt(of: Array(body.utf8)).contains("MARK"))
    }
}

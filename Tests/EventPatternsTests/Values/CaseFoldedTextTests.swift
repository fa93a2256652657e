import Testing

@testable import EventPatterns

struct CaseFoldedTextTests {
    static func folded(_ text: String) -> CaseFoldedText { CaseFoldedText(Array(text.utf8)) }

    @Test(arguments: [
        ("", "", true), ("", "a", false), ("aBc", "AbC", true), ("abc", "ab", false), ("abc", "abcd", false),
        ("[@`{", "{`@[", false), ("k", "K", true), ("k", "\u{212A}", false), ("\u{212A}", "k", true),
        ("\u{212A}", "K", false),
        ("straße", "STRASSE", true), ("STRASSE", "straße", false), ("É", "é", true), ("É", "e\u{301}", false),
        ("ς", "Σ", true), ("ς", "σ", false), ("ı", "I", true), ("I", "ı", false), ("İ", "i\u{307}", true),
        ("ŉ", "\u{2BC}N", true), ("ǅ", "ǆ", true), ("ǅ", "Ǆ", true), ("ǅ", "ǅ", false), ("😀", "😀", false),
        ("😀", "??", true),
        ("😀x", "??X", true), ("😀x", "?X", false), ("𐐀", "𐐨", false), ("ﬁx", "FIX", true),
    ])
    func foldsThePatternOnly(pattern: String, value: String, expected: Bool) {
        let equals = Self.folded(pattern).equals(Array(value.utf8).span)
        #expect(equals == expected)
    }

    @Test(arguments: [
        ("", "x", true), ("ab", "ABc", true), ("abc", "ab", false), ("ß", "SSx", true), ("é", "ÉÉ", true),
        ("é", "xÉ", false),
    ])
    func prefixesAndTheirMirrorImages(pattern: String, value: String, expected: Bool) {
        let isPrefix = Self.folded(pattern).isPrefix(of: Array(value.utf8).span)
        #expect(isPrefix == expected)
        let isSuffix = Self.folded(String(pattern.reversed())).isSuffix(of: Array(String(value.reversed()).utf8).span)
        #expect(isSuffix == expected)
    }

    /// What lets the first form that fits be taken without looking back: no form of a character begins or ends with its
    /// other form.
    @Test func formsNeverContainEachOtherAtAnEnd() {
        for value in UInt32(0)..<0x10000 {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let lower = Array(scalar.properties.lowercaseMapping.utf8)
            let upper = Array(scalar.properties.uppercaseMapping.utf8)
            guard lower != upper else { continue }
            let (short, long) = lower.count < upper.count ? (lower, upper) : (upper, lower)
            #expect(!long.starts(with: short), "U+\(String(value, radix: 16))")
            #expect(!long.reversed().starts(with: short.reversed()), "U+\(String(value, radix: 16))")
        }
    }
}

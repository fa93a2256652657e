import Testing

@testable import ConfigDocument

struct YAMLPlainTextTests {
    @Test(arguments: ["0", "-0", "7", "111122223333", "1.0", "-1.5", "1e3", "1E+3", "0.5", "10", "1.50", "12e-07"])
    func isANumber(text: String) {
        #expect(YAMLPlainText.kind(of: text) == .number)
    }

    @Test(arguments: [
        "abc", "1.2.3", "2024-01-01", "12:xx", "1:2:", "0x", "0xg", "e3", "-", "+", ".", "1e", "1e+", "10.0.0.1",
        "2001:db8::1", "a1", "1a", "$.detail", "no!", "None", "tRUE", "::1", "12:345", "1:60", "y", "N",
    ])
    func isText(text: String) {
        #expect(YAMLPlainText.kind(of: text) == .string)
    }

    @Test(arguments: [
        ("no", YAMLAmbiguity.booleanWord), ("On", .booleanWord), ("YES", .booleanWord), ("off", .booleanWord),
        ("0123", .leadingZero), ("012345678901", .leadingZero), ("-01", .leadingZero),
        ("00", .leadingZero), ("01.5", .leadingZero), ("0x1F", .unusualNumber), ("0o17", .unusualNumber),
        ("0b101", .unusualNumber), ("1_000", .unusualNumber), ("+1", .unusualNumber), (".5", .unusualNumber),
        ("1.", .unusualNumber), (".inf", .unusualNumber), ("-.INF", .unusualNumber), (".NaN", .unusualNumber),
        ("12:30", .base60), ("1:30:59", .base60), ("-1:30", .base60),
    ])
    func isAmbiguous(text: String, ambiguity: YAMLAmbiguity) {
        #expect(YAMLPlainText.kind(of: text) == .ambiguous(ambiguity))
    }

    @Test(arguments: [
        ("", DocumentScalar.Kind.null), ("~", .null), ("null", .null), ("NULL", .null), ("true", .bool(true)),
        ("False", .bool(false)),
    ])
    func isAWord(text: String, kind: DocumentScalar.Kind) {
        #expect(YAMLPlainText.kind(of: text) == kind)
    }

    /// What looks like a number but is longer than JSON's readers take is text.
    @Test func boundsNumbers() {
        #expect(YAMLPlainText.kind(of: String(repeating: "1", count: 1_000)) == .number)
        #expect(YAMLPlainText.kind(of: String(repeating: "1", count: 1_001)) == .string)
    }
}

import Testing
import TextFormats

@testable import EventPatterns

/// Each operator on leaves of each kind.
struct PatternTestTests {
    /// The leaves of an array that the one test of a pattern accepts.
    static func accepted(_ test: String, of leaves: [String]) throws -> [String] {
        let pattern = try EventPattern(parsing: #"{"a":[\#(test)]}"#)
        let compiled = try #require(pattern.alternatives.first?.fields.first?.tests.first)
        return try leaves.filter { leaf in
            let event = try FlatEvent(parsing: #"{"a":\#(leaf)}"#)
            let value = try #require(event.leaves(at: Array("a".utf8)).first)
            let answer = compiled.accepts(value.kind, value.bytes.span)
            // Alone in a pattern, in the quick reading too.
            #expect(pattern.matches(event) == answer, "\(test) \(leaf)")
            #expect(try PatternMatcherTests.matched([#"{"a":[\#(test)]}"#], #"{"a":\#(leaf)}"#) == (answer ? [0] : []))
            return answer
        }
    }

    static let leaves = [
        #""x""#, #""xyz""#, #""XYZ""#, #""""#, #""10.0.0.1""#, #""::ffff:a00:1""#, #""5""#, "5", "5.0", "50e-1", "-5",
        "true",
        "false", "null", #""true""#, #""a*b""#,
    ]

    @Test(
        arguments: [
            (#""x""#, [#""x""#]), (#""""#, [#""""#]), (#""10.0.0.1""#, [#""10.0.0.1""#, #""::ffff:a00:1""#]),
            (#"{"exactly":"10.0.0.1"}"#, [#""10.0.0.1""#]), ("5", ["5", "5.0", "50e-1"]), ("-5.0", ["-5"]),
            ("true", ["true"]), ("false", ["false"]), ("null", ["null"]), (#"{"prefix":"x"}"#, [#""x""#, #""xyz""#]),
            (#"{"suffix":"z"}"#, [#""xyz""#]), (#"{"suffix":{"equals-ignore-case":"z"}}"#, [#""xyz""#, #""XYZ""#]),
            (#"{"prefix":{"equals-ignore-case":"Xy"}}"#, [#""xyz""#, #""XYZ""#]),
            (#"{"equals-ignore-case":"xYz"}"#, [#""xyz""#, #""XYZ""#]), (#"{"wildcard":"x*z"}"#, [#""xyz""#]),
            (#"{"wildcard":"a\\*b"}"#, [#""a*b""#]), (#"{"numeric":["=",5]}"#, ["5", "5.0", "50e-1"]),
            (#"{"numeric":[">",-6,"<=",4]}"#, ["-5"]),
            (#"{"cidr":"10.0.0.0/8"}"#, [#""10.0.0.1""#, #""::ffff:a00:1""#]),
            (#"{"exists":true}"#, leaves), (#"{"exists":false}"#, []),
        ] as [(String, [String])])
    func accepts(test: String, expected: [String]) throws {
        #expect(try Self.accepted(test, of: Self.leaves) == expected)
    }

    /// What `anything-but` leaves out; it takes everything else, of whatever kind.
    @Test(
        arguments: [
            (#""x""#, [#""x""#]), (#"["x","xyz"]"#, [#""x""#, #""xyz""#]), ("5", ["5", "5.0", "50e-1"]),
            ("[5,-5]", ["5", "5.0", "50e-1", "-5"]), (#"{"prefix":"x"}"#, [#""x""#, #""xyz""#]),
            (#"{"suffix":["z","Z"]}"#, [#""xyz""#, #""XYZ""#]),
            (#"{"equals-ignore-case":"XYZ"}"#, [#""xyz""#, #""XYZ""#]),
            (#"{"wildcard":["*y*","*Y*"]}"#, [#""xyz""#, #""XYZ""#]), (#""10.0.0.1""#, [#""10.0.0.1""#]),
        ] as [(String, [String])])
    func anythingButLeavesOut(list: String, excluded: [String]) throws {
        let accepted = try Self.accepted(#"{"anything-but":\#(list)}"#, of: Self.leaves)
        #expect(accepted == Self.leaves.filter { !excluded.contains($0) })
    }

    /// `/0` compares no bit: every address passes, and every number, as EventBridge was recorded to answer.
    @Test(arguments: ["10.0.0.0/0", "::/0"])
    func cidrWithoutBitsTakesAddressesAndNumbers(cidr: String) throws {
        let accepted = try Self.accepted(#"{"cidr":"\#(cidr)"}"#, of: Self.leaves)
        #expect(accepted == [#""10.0.0.1""#, #""::ffff:a00:1""#, "5", "5.0", "50e-1", "-5"])
    }

    /// Numbers that no double holds: integers equal their own text, others nothing.
    @Test(arguments: [
        ("9007199254740993", true), ("-9007199254740993", true), ("9007199254740993.0", false),
        ("1.0000000000000001", false), ("1e309", false), ("1E309", false), ("1e-400", false),
        ("0.1234567890123456789", false),
        ("9007199254740992", true), ("1e100", true), ("0.1", true), ("-0", true),
    ])
    func longNumbersEqualThemselves(number: String, isEqual: Bool) throws {
        #expect(try Self.accepted(number, of: [number]) == (isEqual ? [number] : []))
    }
}

/// `address/bits`, as `cidr` takes it.
struct AddressRangeParsingTests {
    @Test(
        arguments: [
            ("10.0.0.0/8", 0x0A00_0000, 8), ("10.1.2.3/8", 0x0A00_0000, 8), ("10.1.2.3/31", 0x0A01_0202, 31),
            ("0.0.0.0/0", 0, 0), ("10.1.2.3/08", 0x0A00_0000, 8), ("10.1.2.3/+8", 0x0A00_0000, 8),
            ("10.1.2.3/8/", 0x0A00_0000, 8), ("10.1.2.3/8///", 0x0A00_0000, 8), ("10.1.2.3/\u{0668}", 0x0A00_0000, 8),
            ("::ffff:a01:203/8", 0x0A00_0000, 8),
        ] as [(String, UInt128, Int)])
    func readsVersion4(text: String, bits: UInt128, length: Int) throws {
        let range = try AddressRange(parsing: Array(text.utf8))
        #expect(range.first == IPAddress(family: .v4, bits: bits))
        #expect(range.prefixLength == length)
    }

    @Test(
        arguments: [("2001:db8::/32", 0x2001_0DB8 << 96, 32), ("::/0", 0, 0), ("::1/127", 0, 127)]
            as [(String, UInt128, Int)])
    func readsVersion6(text: String, bits: UInt128, length: Int) throws {
        let range = try AddressRange(parsing: Array(text.utf8))
        #expect(range.first == IPAddress(family: .v6, bits: bits))
        #expect(range.prefixLength == length)
    }

    @Test(arguments: [
        ("10.0.0.0", PatternError.Reason.cidrWithoutSlash), ("10.0.0.0/8/8", .cidrWithoutSlash),
        ("", .cidrWithoutSlash),
        ("10.0.0.0/x", .cidrBitsNotInteger), ("10.0.0.0/ 8", .cidrBitsNotInteger),
        ("10.0.0.0/8.0", .cidrBitsNotInteger),
        ("10.0.0.0/99999999999", .cidrBitsNotInteger), ("10.0.0.0/-1", .cidrBitsNegative),
        ("10.0.0.0/32", .cidrBitsTooMany(.v4)),
        ("::/128", .cidrBitsTooMany(.v6)), ("relay/8", .nonstandardAddress(Array("relay".utf8))),
        ("10.0.0.256/8", .invalidAddress(Array("10.0.0.256".utf8))), ("1:2/8", .invalidAddress(Array("1:2".utf8))),
    ])
    func refuses(text: String, reason: PatternError.Reason) {
        let error = #expect(throws: PatternError.Reason.self) { try AddressRange(parsing: Array(text.utf8)) }
        #expect(error == reason)
    }
}

/// UTF-8 with lone surrogates, and UTF-16.
struct WTF8Tests {
    @Test func everyScalarSurvives() {
        for value in stride(from: UInt32(0), through: 0x10FFFF, by: 61) {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let bytes = Array(String(Character(scalar)).utf8)
            #expect(WTF8.width(ofSequenceAt: 0, in: bytes) == bytes.count)
            #expect(WTF8.scalar(bytes) == scalar)
            #expect(WTF8.utf16(bytes) == Array(String(Character(scalar)).utf16))
            #expect(WTF8.bytes(ofUTF16: WTF8.utf16(bytes)) == bytes)
        }
    }

    @Test func loneSurrogatesAreThreeBytesAndNoCharacter() {
        for unit in UInt16(0xD800)...0xDFFF {
            let bytes = WTF8.bytes(ofUTF16: [unit])
            #expect(bytes.count == 3)
            #expect(WTF8.scalar(bytes) == nil)
            #expect(WTF8.utf16(bytes) == [unit])
        }
    }

    @Test(
        arguments: [
            ([0xD83D, 0xDE00], [0xF0, 0x9F, 0x98, 0x80]), ([0xDE00, 0xD83D], [0xED, 0xB8, 0x80, 0xED, 0xA0, 0xBD]),
            ([0xD83D, 0x41], [0xED, 0xA0, 0xBD, 0x41]),
            ([0xD83D, 0xD83D, 0xDE00], [0xED, 0xA0, 0xBD, 0xF0, 0x9F, 0x98, 0x80]), ([], []),
        ] as [([UInt16], [UInt8])])
    func pairsBecomeOneCharacter(units: [UInt16], bytes: [UInt8]) {
        #expect(WTF8.bytes(ofUTF16: units) == bytes)
        #expect(WTF8.utf16(bytes) == units)
    }

    /// A sequence that is cut off is as wide as what is left of it.
    @Test(
        arguments: [([0xF0, 0x9F], 2), ([0xE2], 1), ([0xC3], 1), ([0x80], 1), ([0x41, 0x42], 1)] as [([UInt8], Int)])
    func widthStaysInside(bytes: [UInt8], width: Int) {
        #expect(WTF8.width(ofSequenceAt: 0, in: bytes) == width)
    }
}

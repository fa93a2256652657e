import Diagnostics
import Testing
import TextFormats

@testable import EventPatterns

struct EventPatternTests {
    /// What a pattern of one field holds.
    static func tests(_ values: String) throws -> [PatternTest] {
        try EventPattern(parsing: "{\"a\": \(values)}").alternatives[0].fields[0].tests
    }

    static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test func readsEveryOperator() throws {
        #expect(
            try Self.tests(#"["x", "", true, false, null]"#) == [
                .string(Self.bytes("x")), .string([]), .true, .false, .null,
            ])
        #expect(try Self.tests(#"[{"exactly": "10.0.0.1"}]"#) == [.string(Self.bytes("10.0.0.1"))])
        let address = IPAddress(family: .v4, bits: 0x0A00_0001)
        #expect(try Self.tests(#"["10.0.0.1"]"#) == [.address(address, text: Self.bytes("10.0.0.1"))])
        #expect(
            try Self.tests(#"[{"cidr": "10.0.0.1/8"}]"#) == [.cidr(AddressRange(containing: address, prefixLength: 8))])
        #expect(
            try Self.tests(#"[{"prefix": "x"}, {"suffix": "y"}]"#) == [
                .prefix(Self.bytes("x")), .suffix(Self.bytes("y")),
            ])
        let folded = CaseFoldedText(Self.bytes("x"))
        #expect(
            try Self.tests(
                #"[{"equals-ignore-case": "x"}, {"prefix": {"equals-ignore-case": "x"}}, {"suffix": {"equals-ignore-case": "x"}}]"#
            )
                == [.equalsIgnoreCase(folded), .prefixIgnoreCase(folded), .suffixIgnoreCase(folded)])
        #expect(
            try Self.tests(#"[{"wildcard": "a*\\*"}]"#) == [
                .wildcard(Wildcard(pieces: [Self.bytes("a"), Self.bytes("*")]))
            ])
        #expect(try Self.tests(#"[{"exists": true}, {"exists": false}]"#) == [.exists, .absent])
    }

    @Test func readsEveryRange() throws {
        let one = try #require(DecimalNumber(parsing: Self.bytes("1")))
        let two = try #require(DecimalNumber(parsing: Self.bytes("2")))
        func bound(_ value: DecimalNumber, _ isInclusive: Bool) -> NumericRange.Bound {
            .init(value, isInclusive: isInclusive)
        }
        let ranges: [(String, NumericRange)] = [
            (#"["=", 1]"#, NumericRange(equalTo: one)),
            (#"["<", 1]"#, NumericRange(lower: nil, upper: bound(one, false))),
            (#"["<=", 1.0]"#, NumericRange(lower: nil, upper: bound(one, true))),
            (#"[">", 1]"#, NumericRange(lower: bound(one, false), upper: nil)),
            (#"[">=", 1]"#, NumericRange(lower: bound(one, true), upper: nil)),
            (#"[">", 1, "<=", 2]"#, NumericRange(lower: bound(one, false), upper: bound(two, true))),
            (#"[">=", 1, "<", 2]"#, NumericRange(lower: bound(one, true), upper: bound(two, false))),
        ]
        for (text, range) in ranges {
            #expect(try Self.tests("[{\"numeric\": \(text)}]") == [.numeric(range)], "\(text)")
        }
    }

    @Test func readsEveryExclusion() throws {
        let one = try #require(DecimalNumber(parsing: Self.bytes("1")))
        let exclusions: [(String, AnythingBut)] = [
            (#""x""#, .strings([Self.bytes("x")])), (#"["x", ""]"#, .strings([Self.bytes("x"), []])),
            ("1.0", .numbers([one])), ("[1, 1e0]", .numbers([one, one])),
            (#"{"prefix": "x"}"#, .prefixes([Self.bytes("x")])), (#"{"suffix": ["x"]}"#, .suffixes([Self.bytes("x")])),
            (#"{"equals-ignore-case": "x"}"#, .equalsIgnoreCase([CaseFoldedText(Self.bytes("x"))])),
            (#"{"wildcard": ["", "*"]}"#, .wildcards([Wildcard(pieces: [[]]), Wildcard(pieces: [[], []])])),
        ]
        for (text, list) in exclusions {
            #expect(try Self.tests("[{\"anything-but\": \(text)}]") == [.anythingBut(list)], "\(text)")
        }
    }

    /// By UTF-16 units: U+10000 begins with a lower one than U+FFFD has.
    @Test func fieldsAreSortedByUTF16() throws {
        let pattern = try EventPattern(
            parsing: #"{"\ufffd": [1], "b": {"c": [1]}, "\ud800\udc00": [1], "b-": [1], "a": [1]}"#)
        let paths = pattern.alternatives[0].fields.map { String(decoding: $0.path, as: UTF8.self) }
        #expect(paths == ["a", "b-", "b.c", "\u{10000}", "\u{FFFD}"])
    }

    @Test func rangesLeadBackToTheSource() throws {
        let text = #"{"a": {"b": [ "é", {"prefix": "x"} ,5 ]}}"#
        let pattern = try EventPattern(parsing: text)
        let field = pattern.alternatives[0].fields[0]
        func excerpt(_ range: Range<Int>) -> String { String(decoding: pattern.source.bytes[range], as: UTF8.self) }
        #expect(excerpt(field.range) == #"[ "é", {"prefix": "x"} ,5 ]"#)
        #expect(field.testRanges.map(excerpt) == [#""é""#, #"{"prefix": "x"}"#, "5"])
    }

    /// A lone surrogate, which JSON can spell, differs from every other text.
    @Test func loneSurrogatesAreKept() throws {
        let pattern = try EventPattern(parsing: #"{"a": ["\ud800"]}"#)
        #expect(pattern.matches(try FlatEvent(parsing: #"{"a": "\uD800"}"#)))
        #expect(!pattern.matches(try FlatEvent(parsing: #"{"a": "\ud801"}"#)))
        #expect(!pattern.matches(try FlatEvent(parsing: #"{"a": "\ufffd"}"#)))
        #expect(!pattern.matches(try FlatEvent(parsing: #"{"a": "?"}"#)))
    }

    @Test func alternativesAreTheBranchesWithTheirNeighbours() throws {
        let pattern = try EventPattern(
            parsing: #"{"s": [1], "d": {"$or": [{"a": [1]}, {"b": [1], "c": [1]}], "e": [1]}, "t": [1]}"#)
        let paths = pattern.alternatives.map { $0.fields.map { String(decoding: $0.path, as: UTF8.self) } }
        #expect(paths == [["d.a", "d.e", "s", "t"], ["d.b", "d.c", "d.e", "s", "t"]])
    }
}

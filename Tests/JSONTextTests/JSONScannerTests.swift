import JSONText
import RelayTesting
import SeededGenerators
import Testing

struct JSONScannerTests {
    static let sample = #" {"a\u00e9\n":[1,-0.5e+10,"é😀",true,false,null,{}],"b":{"c":[[]],"d":""}} "#

    @Test(arguments: [
        sample, "0", "-1.5E3 ", #""x""#, "[]", "null", #"["\ud83d\ude00","\ud800"]"#, "[1,2,[3,[4]]]",
    ])
    func tokensDoNotDependOnTheChunks(text: String) throws {
        let bytes = Array(text.utf8)
        let whole = try Scan.tokens(of: bytes, chunkSize: bytes.count).get()
        for size in 1..<bytes.count {
            #expect(try Scan.tokens(of: bytes, chunkSize: size).get() == whole, "chunks of \(size)")
        }
    }

    @Test func tokensSayWhatTheyCover() throws {
        let text = #"{"a":["x\n",-1.50,true]}"#
        let bytes = Array(text.utf8)
        let tokens = try Scan.tokens(of: bytes, chunkSize: 4).get()
        let shown = tokens.map { "\($0.kind) \(String(decoding: bytes[$0.range], as: UTF8.self))" }
        #expect(
            shown == [
                "beginObject {", "key a", "beginArray [", #"string x\n"#, "number -1.50", "true true", "endArray ]",
                "endObject }",
            ])
        #expect(tokens.map(\.hasEscapes) == [false, false, false, true, false, false, false, false])
    }

    @Test(arguments: [
        ("", JSONError.Reason.emptyText, 0),
        (" \n ", .emptyText, 3),
        ("{", .unexpectedEnd(inside: .object), 1),
        ("[1", .unexpectedEnd(inside: .array), 2),
        (#"{"a"#, .unexpectedEnd(inside: .string), 3),
        ("-", .unexpectedEnd(inside: .number), 1),
        ("1e+", .unexpectedEnd(inside: .number), 3),
        ("tru", .unexpectedEnd(inside: .word), 3),
        ("trux", .unknownWord, 0),
        ("[True]", .unknownWord, 1),
        ("\u{FEFF}{}", .byteOrderMark, 0),
        ("{'a':1}", .unexpectedByte(0x27, expected: .keyOrEnd), 1),
        (#"{"a":1,}"#, .unexpectedByte(0x7D, expected: .key), 7),
        (#"{"a" 1}"#, .unexpectedByte(0x31, expected: .colon), 5),
        (#"{"a":1 "b"}"#, .unexpectedByte(0x22, expected: .commaOrEndOfObject), 7),
        ("[1 2]", .unexpectedByte(0x32, expected: .commaOrEndOfArray), 3),
        ("[1}", .unexpectedByte(0x7D, expected: .commaOrEndOfArray), 2),
        ("[,1]", .unexpectedByte(0x2C, expected: .valueOrEnd), 1),
        ("[1,]", .unexpectedByte(0x5D, expected: .value), 3),
        ("[01]", .leadingZero, 2),
        ("[-x]", .missingDigit(0x78, after: .minus), 2),
        ("[1.]", .missingDigit(0x5D, after: .point), 3),
        ("[1e]", .missingDigit(0x5D, after: .exponent), 3),
        ("[\"\t\"]", .controlCharacter(9), 2),
        (#"["\x"]"#, .invalidEscape(0x78), 3),
        (#"["\u12"]"#, .invalidUnicodeEscape(0x22), 6),
        ("{} x", .trailingText(0x78), 3),
    ])
    func refusesWithReasonAndPlace(text: String, reason: JSONError.Reason, offset: Int) {
        let bytes = Array(text.utf8)
        for size in 1...max(bytes.count, 1) {
            #expect(
                Scan.tokens(of: bytes, chunkSize: size) == .failure(JSONError(reason, at: offset)), "chunks of \(size)")
        }
    }

    @Test(
        arguments: [
            [0x22, 0x80, 0x22], [0x22, 0xC0, 0xAF, 0x22], [0x22, 0xE0, 0x80, 0x80, 0x22],
            [0x22, 0xED, 0xA0, 0x80, 0x22],
            [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], [0x22, 0xF5, 0x80, 0x80, 0x80, 0x22], [0x22, 0xE2, 0x82, 0x22],
            [0x22, 0xFF, 0x22],
        ] as [[UInt8]])
    func refusesWhatIsNotUTF8(bytes: [UInt8]) throws {
        for size in 1...bytes.count {
            let error = #expect(throws: JSONError.self) { try Scan.tokens(of: bytes, chunkSize: size).get() }
            guard case .invalidUTF8 = error?.reason else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    @Test func nestingIsBounded() {
        let limit = JSONScanner.depthLimit
        func nested(_ depth: Int) -> [UInt8] {
            Array(repeating: UInt8(ascii: "["), count: depth) + Array(repeating: UInt8(ascii: "]"), count: depth)
        }
        #expect(throws: Never.self) { try JSONScanner.validate(nested(limit).span) }
        #expect(throws: JSONError(.tooDeep(limit: limit), at: limit)) {
            try JSONScanner.validate(nested(limit + 1).span)
        }
    }

    @Test func numbersAreBounded() {
        let limit = JSONScanner.numberBytesLimit
        func number(_ digits: Int) -> [UInt8] { Array(repeating: UInt8(ascii: "1"), count: digits) }
        #expect(throws: Never.self) { try JSONScanner.validate(number(limit).span) }
        #expect(throws: JSONError(.numberTooLong(limit: limit), at: 0)) {
            try JSONScanner.validate(number(limit + 1).span)
        }
    }

    /// A text cut anywhere is refused, and never taken for whole.
    @Test func everyPrefixIsRefused() {
        let bytes = Array(Self.sample.utf8.dropFirst().dropLast())
        for count in 0..<bytes.count {
            #expect(throws: JSONError.self, "\(count) bytes") { try JSONScanner.validate(Array(bytes[..<count]).span) }
        }
    }

    /// One changed byte never crashes, and is answered the same in one piece and byte by byte.
    @Test(arguments: 0..<200 as Range<UInt64>)
    func randomDamageIsAnsweredAlike(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var bytes = Array(Self.sample.utf8)
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
        }
        #expect(Scan.tokens(of: bytes, chunkSize: 1) == Scan.tokens(of: bytes, chunkSize: bytes.count))
    }

    @Test(arguments: [
        JSONError.Reason.emptyText, .leadingZero, .unexpectedByte(0x27, expected: .key), .invalidUTF8(0xC0),
    ])
    func reasonsAreSentences(reason: JSONError.Reason) {
        #expect(!JSONError(reason, at: 3).description.contains("Reason"))
        #expect(JSONError(reason, at: 3).description.hasSuffix("at byte 3"))
    }
}

import JSONText
import SeededGenerators
import Testing

/// Strings without escapes and beyond-ASCII characters are scanned eight bytes at a time, and copied in one piece.
struct PlainStringTests {
    /// Each byte, in each place of a string of up to 17 bytes, gives the same tokens or the same error in one piece and byte
    /// by byte.
    @Test func everyByteInEveryPlaceIsScannedAlike() {
        for length in [1, 8, 17] {
            for place in 0..<length {
                for byte in UInt8.min...UInt8.max {
                    var content = Array(repeating: UInt8(ascii: "a"), count: length)
                    content[place] = byte
                    let quoted = [UInt8(ascii: "\"")] + content + [UInt8(ascii: "\"")]
                    for text in [quoted, Array("{".utf8) + quoted + Array(":1}".utf8)] {
                        let whole = Scan.tokens(of: text, chunkSize: text.count)
                        #expect(whole == Scan.tokens(of: text, chunkSize: 1), "\(text)")
                    }
                }
            }
        }
    }

    /// Wherever a text is cut, its tokens are the same.
    @Test func tokensDoNotDependOnTheCut() {
        let text = Array(#"{"key of sixteen b":"a value of some length","é":"\n","":["",{"k":"12345678"}]}"#.utf8)
        let whole = Scan.tokens(of: text, chunkSize: text.count)
        #expect((try? whole.get())?.isEmpty == false)
        for size in 1..<text.count { #expect(Scan.tokens(of: text, chunkSize: size) == whole, "chunks of \(size)") }
    }

    @Test(arguments: 0..<50 as Range<UInt64>)
    func randomStringsAreScannedAlike(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let alphabet: [UInt8] = Array(#"abc "\{}[]:,1é😀"#.utf8) + [0x00, 0x1F, 0x7F, 0xFF]
        for _ in 0..<100 {
            let bytes = (0..<random.below(40)).map { _ in alphabet[random.below(alphabet.count)] }
            let text = [UInt8(ascii: "\"")] + bytes + [UInt8(ascii: "\"")]
            #expect(Scan.tokens(of: text, chunkSize: text.count) == Scan.tokens(of: text, chunkSize: 1), "\(text)")
        }
    }

    /// A string's value is handed out where it stands, and without its escapes.
    @Test(
        arguments: [
            (#""plain""#, "plain"), (#""""#, ""), (#""é""#, "é"), (#""a\n\u0041""#, "a\nA"), ("1", nil), ("[]", nil),
            ("null", nil),
        ] as [(String, String?)])
    func handsOutTheValue(text: String, value: String?) throws {
        let bytes = try JSONDocument(parsing: text).root.withUTF8 { bytes in (0..<bytes.count).map { bytes[$0] } }
        #expect(bytes == value.map { Array($0.utf8) })
    }

    /// Every byte is written as it would be alone, whatever stands around it.
    @Test func everyByteIsWrittenAlike() {
        for byte in UInt8.min...UInt8.max {
            var alone: [UInt8] = []
            JSONString.appendText(of: CollectionOfOne(byte), to: &alone)
            for (before, after, escaped) in [
                ("", "", ""), ("a", "", ""), ("", "b", "b"), ("long text before", "\"\\\n", #"\"\\\n"#),
            ] {
                var written: [UInt8] = []
                JSONString.appendText(of: Array(before.utf8) + [byte] + Array(after.utf8), to: &written)
                let expected = Array(before.utf8) + alone + Array(escaped.utf8)
                #expect(written == expected)
            }
        }
    }
}

/// Members are looked up, and values written compactly, as a plain reading of the text does it.
struct JSONValueReadingTests {
    @Test(arguments: [
        (#"{}"#, nil as String?), (#"{"":1}"#, nil), (#"{"nam":1}"#, nil), (#"{"name":1}"#, "1"),
        (#"{"names":1}"#, nil),
        (#"{"\u006eame":2}"#, "2"), (#"{"name":1,"name":2}"#, "2"), (#"{"name":1,"\u006e\u0061me":3}"#, "3"),
        (#"{"\u006eames":1}"#, nil), (#"{"\u006eam":1}"#, nil), (#"{"x":{"name":1}}"#, nil), (#"["name"]"#, nil),
        (#"{"Name":1}"#, nil),
    ])
    func findsAMember(text: String, number: String?) throws {
        #expect(try JSONDocument(parsing: text).root["name"]?.number == number)
    }

    /// White space between tokens goes, and nothing else does.
    @Test(arguments: 0..<100 as Range<UInt64>)
    func compactIsTheTextWithoutWhiteSpaceBetweenTokens(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let blanks = ["", "", " ", "\n\t", "  \r\n"]
        var text = ""
        var compact = ""
        func add(_ token: String) {
            text += blanks[random.below(blanks.count)] + token
            compact += token
        }
        add("[")
        for index in 0..<random.below(12) {
            if index > 0 { add(",") }
            switch random.below(4) {
            case 0: add("-1.50e3")
            case 1: add(#""a  b\" \\ \n é""#)
            case 2: add(#"" ""#)
            default:
                for token in ["{", #""k \" ""#, ":", "[", "true", "]", "}"] { add(token) }
            }
        }
        add("]")
        #expect(try JSONDocument(parsing: text + " ").root.compact == compact)
    }
}

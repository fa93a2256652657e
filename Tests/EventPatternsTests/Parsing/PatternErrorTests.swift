import Diagnostics
import EventPatterns
import Testing

struct PatternErrorTests {
    static func error(_ text: String, name: String = "") throws -> PatternError {
        try #require(throws: PatternError.self) {
            try EventPattern(parsing: SourceText(name: name, text: text))
        }
    }

    @Test func describesPlaceReasonAndSuggestion() throws {
        let text = """
            {
              "source": ["aws.sts"],
              "detail": { "eventName": [{ "prefx": "Assume" }] }
            }
            """
        let error = try Self.error(text, name: "rule.json")
        let expected = """
            rule.json:3:31: Unrecognized match type prefx
              3 |   "detail": { "eventName": [{ "prefx": "Assume" }] }
                |                               ^^^^^^^
              help: did you mean prefix?
            """
        #expect(error.description == expected)
        #expect(error.offset == 57)
        #expect(error.reportedLocation == SourceLocation(line: 3, column: 41))
    }

    @Test func pointsAtASecondPlaceInWords() throws {
        let error = try Self.error("{\"a\": [\"x\"\n", name: "p.json")
        #expect(error.description.hasPrefix("p.json:1:7: Unexpected end-of-input"))
        #expect(error.description.contains("(start marker at p.json:1:7)"))
        #expect(
            error.awsMessage?.contains("(start marker at [Source: (String)\"{\"a\": [\"x\"\n\"; line: 1, column: 7])")
                == true)
    }

    @Test(arguments: [
        (#"{"a": [{"prefx": "x"}]}"#, "prefix"),
        (#"{"a": [{"EXISTS": true}]}"#, "exists"),
        (#"{"a": [{"anythingbut": "x"}]}"#, "anything-but"),
        (#"{"a": [{"equals-ignorecase": "x"}]}"#, "equals-ignore-case"),
        (#"{"a": [{"prefix": {"equal-ignore-case": "x"}}]}"#, "equals-ignore-case"),
        (#"{"a": [{"anything-but": {"sufix": "x"}}]}"#, "suffix"),
        (#"{"a": "x"}"#, #"["x"]"#),
        (#"{"a": 5}"#, "[5]"),
        (#"{"a": [True]}"#, "true"),
        (#"{"a": [nul]}"#, "null"),
        (#"{"a": [{"regularly": "x"}]}"#, nil),
    ])
    func suggestsWhatIsNear(text: String, suggestion: String?) throws {
        #expect(try Self.error(text).suggestion == suggestion)
    }

    @Test func saysHowItIsWritten() throws {
        #expect(
            try Self.error(#"{"a": [{"cidr": "10.0.0.1/32"}]}"#).help
                == "for a single address write it as a plain string")
        #expect(
            try Self.error(#"{"a": [{"numeric": [">=", 5, "<=", 5]}]}"#).description.hasSuffix(
                #"  help: a single value is written ["=", 5]"#))
        #expect(try Self.error("[]").help == nil)
    }

    /// What is marked in the source.
    @Test(arguments: [
        (#"{"a": "x\"y"}"#, #""x\"y""#), (#"{"a": [[1]]}"#, "["), (#"{"a": [  ]}"#, "[  ]"), (#"{"a": { }}"#, "{ }"),
        (#"{"a": [{"prefix": 5}]}"#, "5"), (#"{"a": [{"prefix": "x", "suffix": "y"}]}"#, #""suffix""#),
        (#"{"a": [{"numeric": [">", 5, "<", 4]}]}"#, #"[">", 5, "<", 4]"#),
        (#"{"a": [{"numeric": ["=", 1e400]}]}"#, "1e400"), (#"{"a": [{"numeric": ["==", 1]}]}"#, #""==""#),
        (#"{"a": [{"cidr": "10.0.0.0"}]}"#, #""10.0.0.0""#), (#"{"a": [{"exists": "true"}]}"#, #""true""#),
        (#"{"a": [{"anything-but": ["x", 1]}]}"#, #"["x", 1]"#), (#"{"$or": [{"a": ["x"]}]}"#, #"[{"a": ["x"]}]"#),
        (#"{"$or": [{"a": ["x"]}, {"prefix": ["y"]}]}"#, #""prefix""#), (#"{"a": ["x"]} {}"#, "{}"),
        (#"{"a": [{"anything-but": {"prefix": [ ]}}]}"#, "[ ]"), (#"{"a": [01]}"#, "01"), (#"{"a": ["\x"]}"#, #"\x"#),
        (#"{"a": [{"anything-but": {"wildcard": ["a", "b**"]}}]}"#, #""b**""#),
        (#"{"a": [{"wildcard": "*a*a*a*a*a*"}]}"#, #"[{"wildcard": "*a*a*a*a*a*"}]"#),
    ])
    func marksTheWordsAtFault(text: String, marked: String) throws {
        let error = try Self.error(text)
        #expect(String(decoding: error.source.bytes[error.range], as: UTF8.self) == marked)
    }

    /// Malformed UTF-8 is marked, and the service is not quoted for it, since it is never asked.
    @Test func marksBytesThatAreNotUTF8() throws {
        let bytes = Array("{\"a\": [\"".utf8) + [0xC3, 0x28] + Array("\"]}".utf8)
        let error = try #require(throws: PatternError.self) {
            try EventPattern(parsing: SourceText(name: "", bytes: bytes))
        }
        #expect(error.reason == .notUTF8)
        #expect(error.offset == 8)
        #expect(error.awsMessage == nil)
    }

    /// Jackson quotes 500 characters of a source.
    @Test func quotesTheBeginningOfALongPattern() throws {
        let text = "{\"a\": [\"\(String(repeating: "é", count: 600))\", []]}"
        let message = try #require(try Self.error(text).awsMessage)
        #expect(message.hasSuffix("é\"[truncated 115 chars]; line: 1, column: 613]"))
        #expect(message.contains("(String)\"\(text.prefix(500))\"["))
    }

    @Test func cutsNoCharacterInHalf() throws {
        let text = "{\"a\": [\"\(String(repeating: "x", count: 491))😀\", []]}"
        #expect(try #require(try Self.error(text).awsMessage).contains("xxx?\"[truncated 8 chars]"))
    }

    /// A lone surrogate in a wildcard counts as one byte.
    @Test func countsALoneSurrogateAsOne() throws {
        #expect(try Self.error(#"{"a": [{"wildcard": "\ud83d**"}]}"#).reason == .consecutiveStars(position: 2))
    }

    /// What relay alone refuses is not put into the service's mouth, and comes after what the service refuses.
    @Test func relaysOwnRefusalsComeLast() throws {
        let error = try Self.error(#"{"a": [{"anything-but": {"prefix": []}}]}"#)
        #expect(error.reason == .emptyExclusion)
        #expect(error.awsMessage == nil)
        #expect(try Self.error(#"{"a": [{"anything-but": {"prefix": []}}], "b": []}"#).reason == .emptyArray)
        #expect(try Self.error(#"{"a": ["x"]} x"#).awsMessage == nil)
    }

    @Test func namesThePlaceTwiceInsideAnAnythingButList() throws {
        let error = try Self.error(#"{"a": [{"anything-but": ["x", null]}]}"#)
        #expect(error.reportedLocations == [SourceLocation(line: 1, column: 35), SourceLocation(line: 1, column: 35)])
    }
}

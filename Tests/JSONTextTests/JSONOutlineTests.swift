import JSONText
import SeededGenerators
import Testing

struct JSONOutlineTests {
    /// The members of a text as key and value, nil where it is not one whole object.
    private static func members(_ text: String, _ outline: inout JSONOutline) -> [String]? {
        let bytes = Array(text.utf8)
        outline.read(bytes.span)
        guard outline.isWhole else { return nil }
        return outline.members.map {
            let (key, value) = (bytes[$0.key], bytes[$0.value])
            return String(decoding: key, as: UTF8.self) + " = " + String(decoding: value, as: UTF8.self)
        }
    }

    private static func members(_ text: String) -> [String]? {
        var outline = JSONOutline()
        return members(text, &outline)
    }

    @Test(arguments: 0..<70)
    func findsMembersAtAnyAlignment(padding: Int) {
        let blanks = String(repeating: " ", count: padding)
        let text = #"{"a":"x\"}","b":{"c":["]",{}]},\#(blanks)"d":-1.5e3,"a":[],"e\n":null, "f" : true }"#
        #expect(
            Self.members(blanks + text + "\n")
                == [#"a = "x\"}""#, #"b = {"c":["]",{}]}"#, "d = -1.5e3", "a = []", #"e\n = null"#, "f = true"])
    }

    @Test func saysWhichKeysHaveEscapes() {
        var outline = JSONOutline()
        let text = Array(#"{"a":"\n","b\u0020":1}"#.utf8)
        outline.read(text.span)
        #expect(outline.members.map(\.keyHasEscapes) == [false, true])
    }

    @Test(arguments: [
        "", " ", "[]", "1", "{", "{}}", "{} x", #"{"a"}"#, #"{"a":}"#, #"{"a":1,}"#, #"{"a":1"#, #"{"a":1]"#,
        #"{"a":"x"#,
        #"{"a":[1}"#, #"{"a" 1}"#, #"{a:1}"#, #"{"a":1 "b":2}"#, #"{,"a":1}"#,
    ])
    func refusesWhatIsNotOneObject(text: String) {
        #expect(Self.members(text) == nil)
    }

    /// An outline is read again and again; nothing of another text is left behind.
    @Test func isReadAnew() {
        var outline = JSONOutline()
        #expect(Self.members(#"{"a":[\#(String(repeating: "{},", count: 99)){}],"b":1}"#, &outline)?.count == 2)
        #expect(Self.members("{}", &outline) == [])
        #expect(Self.members("[]", &outline) == nil)
        #expect(outline.members.isEmpty)
        #expect(Self.members(#"{"c":2}"#, &outline) == ["c = 2"])
    }

    /// Of any JSON object it finds what the document finds.
    @Test(arguments: 0..<60 as Range<UInt64>)
    func agreesWithTheDocument(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let values = [#""s""#, #""\\\"""#, "0", "true", "[1,[2]]", #"{"x":{"y":"}"}}"#, "[]", #""\u00e9{""#]
        let blanks = ["", " ", "\n\t", ""]
        func blank() -> String { blanks[Int.random(in: 0..<blanks.count, using: &random)] }
        let members = (0..<Int.random(in: 0..<40, using: &random)).map { index in
            let value = values[Int.random(in: 0..<values.count, using: &random)]
            return "\(blank())\"k\(index % 7)\\n\"\(blank()):\(blank())\(value)\(blank())"
        }
        let text = "\(blank()){\(members.isEmpty ? blank() : members.joined(separator: ","))}\(blank())"
        let document = try JSONDocument(parsing: text)
        var outline = JSONOutline()
        outline.read(document.text.span)
        #expect(outline.isWhole)
        #expect(outline.members.map(\.value) == document.root.members.map(\.value.range))
        #expect(
            outline.members.map { $0.key.lowerBound - 1..<$0.key.upperBound + 1 }
                == document.root.members.map(\.key.range))
    }
}

import JSONText
import Testing

struct JSONDocumentTests {
    @Test func refusesMoreValuesThanItMayIndex() throws {
        let text = Array(#"{"a":[1,2]}"#.utf8)
        #expect(try JSONDocument(parsing: text, valuesLimit: 5).root["a"]?.elements.count == 2)
        #expect(throws: JSONError(.tooManyValues(limit: 4), at: 8)) { try JSONDocument(parsing: text, valuesLimit: 4) }
    }

    @Test func findsMembersAndElements() throws {
        let root = try JSONDocument(parsing: #"{"a":{"b":[1,"x",null,{"c":2.50}]},"d":true}"#).root
        let list = try #require(root["a"]?["b"])
        #expect(list.elements.map(\.kind) == [.number, .string, .null, .object])
        #expect(list.elements[3]["c"]?.number == "2.50")
        #expect(root["d"]?.bool == true)
        #expect(root["missing"] == nil)
        #expect(root.members.map(\.name) == ["a", "d"])
        #expect(list.elements[0].int == 1)
        #expect(list["x"] == nil)
    }

    @Test func theLastOfDuplicateKeysCounts() throws {
        let root = try JSONDocument(parsing: #"{"a":1,"\u0061":2}"#).root
        #expect(root["a"]?.number == "2")
        #expect(root.members.count == 2)
    }

    @Test func keysCompareByBytes() throws {
        let root = try JSONDocument(parsing: #"{"e\u0301":1}"#).root
        #expect(root["\u{E9}"] == nil)
        #expect(root["e\u{301}"]?.number == "1")
    }

    @Test(arguments: ["0", #""x""#, "[]", "null", " -1.5e3 "])
    func aTextMayBeAnyValue(text: String) throws {
        #expect(try JSONDocument(parsing: text).root.compact == text.trimmingBlanks())
    }

    @Test func compactKeepsTokensAndOrder() throws {
        let text = "{ \"b\" : [ 1.0 , \"a \\\" b\" ] ,\n\t\"a\" : { } }"
        #expect(try JSONDocument(parsing: text).root.compact == #"{"b":[1.0,"a \" b"],"a":{}}"#)
    }

    @Test func rangesCoverTheText() throws {
        let document = try JSONDocument(parsing: #"{"key": "va\tlue", "n": -1}"#)
        let member = document.root.members[0]
        #expect(String(decoding: member.key.text, as: UTF8.self) == #""key""#)
        #expect(String(decoding: member.value.text, as: UTF8.self) == #""va\tlue""#)
        #expect(member.value.string == "va\tlue")
        #expect(document.root.range == 0..<document.text.count)
    }
}

extension String {
    fileprivate func trimmingBlanks() -> String { String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
}

import JSONText
import Testing

struct JSONMembersTests {
    @Test(arguments: [
        (#"{}"#, #"{"a":1}"#), (#"{"b": [1, 2]}"#, #"{"b":[1,2],"a":1}"#),
        (#"{"a": {"a": 0}, "c": 1.50}"#, #"{"a":1,"c":1.50}"#),
        // The last of duplicates is the one that counts, however it is spelt.
        (#"{"a": 0, "\u0061": 2}"#, #"{"a":0,"a":1}"#), (#"[0]"#, #"[0]"#), (#""text""#, #""text""#),
    ])
    func setsOneMember(text: String, expected: String) throws {
        let root = try JSONDocument(parsing: text).root
        let result = root.compact(setting: [.init("a", Array("1".utf8))])
        #expect(String(decoding: result, as: UTF8.self) == expected)
    }

    @Test func addsInOrderAndEscapesNames() throws {
        let root = try JSONDocument(parsing: #"{"x\"y":0}"#).root
        let result = root.compact(setting: [.init("b", Array("null".utf8)), .init("a\n", Array(#""v""#.utf8))])
        #expect(String(decoding: result, as: UTF8.self) == #"{"x\"y":0,"b":null,"a\n":"v"}"#)
    }
}

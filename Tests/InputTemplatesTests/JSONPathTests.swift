import InputTemplates
import JSONText
import Testing

struct JSONPathTests {
    static let event = #"""
        {"detail-type":"t","a":{"b_c":[1,{"d":"x"},[2,3]],"e/f":null,"9":"nine"},"a2":[],"s":"text",
         "w":{"x":{"k":1},"y":{"k":2},"x":{"k":3}},"list":[{"k":1},{"j":0},{"k":[4,5]}],"\u0065sc":"e"}
        """#

    @Test(arguments: [
        ("$.detail-type", #""t""#), ("$.a.b_c[0]", "1"), ("$.a.b_c[1].d", #""x""#), ("$.a.b_c[2][1]", "3"),
        ("$.a.e/f", "null"), ("$.a.9", #""nine""#), ("$.a2", "[]"), ("$.esc", #""e""#), ("$.w.x.k", "3"),
        ("$.missing", nil), ("$.a.b_c[3]", nil), ("$.s.x", nil), ("$.a[0]", nil), ("$.a.b_c.d", nil), ("$.S", nil),
        ("$.s[0]", nil),
    ])
    func selectsOne(path: String, expected: String?) throws {
        let result = try JSONPath(parsing: path).value(in: JSONDocument(parsing: Self.event).root)
        switch result {
        case .value(let value): #expect(value.compact == expected)
        case .missing: #expect(expected == nil)
        case .list: Issue.record("a list without a '*'")
        }
    }

    @Test(arguments: [
        ("$.list[*].k", ["1", "[4,5]"]), ("$.list.*.k", ["1", "[4,5]"]), ("$.w.*.k", ["3", "2"]), ("$.a2[*]", []),
        ("$.a2.*.x", []), ("$.list[*].k[*]", ["4", "5"]), ("$.*.b_c[0]", ["1"]), ("$.list[*].none", []),
        ("$.s.*", nil), ("$.missing[*]", nil), ("$.a.9.*", nil),
    ])
    func selectsAListByWildcard(path: String, expected: [String]?) throws {
        let result = try JSONPath(parsing: path).value(in: JSONDocument(parsing: Self.event).root)
        switch result {
        case .list(let values): #expect(values.map(\.compact) == expected)
        case .missing: #expect(expected == nil)
        case .value: Issue.record("one value by a '*'")
        }
    }

    @Test func theRootIsTheWholeEvent() throws {
        let document = try JSONDocument(parsing: #"{"a": 1}"#)
        guard case .value(let value) = try JSONPath(parsing: "$").value(in: document.root) else {
            Issue.record("nothing selected")
            return
        }
        #expect(value.compact == #"{"a":1}"#)
    }

    @Test(arguments: [
        ("", JSONPathError.Reason.empty, 0, nil),
        ("detail.x", .missingRoot, 0, "$.detail.x"), (".detail", .missingRoot, 0, "$.detail"),
        ("[0]", .missingRoot, 0, "$[0]"),
        ("?", .missingRoot, 0, nil),
        ("$.", .missingStep, 2, nil), ("$.a.", .missingStep, 4, nil), ("$.[0]", .missingStep, 2, nil),
        ("$..a", .unsupported(.descent), 1, nil), ("$.a..b", .unsupported(.descent), 3, nil),
        ("$x", .unexpectedCharacter("x"), 1, nil), ("$.a b", .unexpectedCharacter(" "), 3, nil),
        ("$.aé", .unexpectedCharacter("é"), 3, nil), ("$.é", .unexpectedCharacter("é"), 2, nil),
        ("$.a:b", .unexpectedCharacter(":"), 3, nil), ("$.**", .unexpectedCharacter("*"), 3, nil),
        ("$.a[", .invalidIndex, 3, nil), ("$.a[]", .invalidIndex, 3, nil), ("$.a[x]", .invalidIndex, 3, nil),
        ("$.a[99999999999999999999]", .indexTooLarge, 4, nil),
        ("$.a['b']", .unsupported(.quotedKey), 3, ".b"), ("$.a[\"b-c\"]", .unsupported(.quotedKey), 3, ".b-c"),
        ("$.a['b.c']", .unsupported(.quotedKey), 3, nil), ("$.a[']", .unsupported(.quotedKey), 3, nil),
        ("$.a[?(@.b)]", .unsupported(.filter), 3, nil), ("$.a[(@.length)]", .unsupported(.filter), 3, nil),
        ("$.a[1:2]", .unsupported(.slice), 3, nil), ("$.a[1,2]", .unsupported(.union), 3, nil),
        ("$.a[-1]", .unsupported(.negativeIndex), 3, nil),
    ])
    func refuses(path: String, reason: JSONPathError.Reason, offset: Int, suggestion: String?) {
        let error = #expect(throws: JSONPathError.self) { try JSONPath(parsing: path) }
        #expect(error?.reason == reason)
        #expect(error?.offset == offset)
        #expect(error?.suggestion == suggestion)
    }

    @Test func aPathHasALimit() throws {
        let longest = "$." + String(repeating: "a", count: JSONPath.charactersLimit - 2)
        #expect(throws: Never.self) { try JSONPath(parsing: longest) }
        let error = #expect(throws: JSONPathError.self) { try JSONPath(parsing: longest + "a") }
        #expect(error?.reason == .tooLong(limit: JSONPath.charactersLimit))
    }

    @Test(arguments: [
        ("$", true), ("$.detail", true), ("$.resources", true), ("$.detail.*", true), ("$.resources[*]", true),
        ("$.detail.x", false), ("$.resources[0]", false), ("$.id", false),
    ])
    func recognisesPathsThatAlwaysSelectAStructure(path: String, expected: Bool) throws {
        #expect(try JSONPath(parsing: path).alwaysSelectsStructure == expected)
    }
}

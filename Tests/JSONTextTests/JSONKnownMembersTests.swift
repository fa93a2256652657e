import JSONText
import Testing

struct JSONKnownMembersTests {
    /// `a` is 0, `bb` is 1, `last` is the last number, and `beyond` has a number that is out of range.
    private static func members(of text: String) throws -> JSONKnownMembers {
        JSONKnownMembers(of: try JSONDocument(parsing: text).root) { key in
            switch String(decoding: (0..<key.count).map { key[$0] }, as: UTF8.self) {
            case "a": 0
            case "bb": 1
            case "last": JSONKnownMembers.numbersLimit - 1
            case "beyond": JSONKnownMembers.numbersLimit
            case "before": -1
            default: nil
            }
        }
    }

    @Test(
        arguments: [
            (#"{}"#, nil, nil, nil), (#"{"a":1}"#, "1", nil, nil), (#"{"bb":2,"x":[{"a":9}],"a":1}"#, "1", "2", nil),
            (#"{"a":1,"a":3}"#, "3", nil, nil), (#"{"\u0061":4,"b\u0062":5}"#, "4", "5", nil),
            (#"{"last":6,"beyond":7,"before":8}"#, nil, nil, "6"), ("[1]", nil, nil, nil), ("1", nil, nil, nil),
            (#"{"x":{"a":1,"bb":2}}"#, nil, nil, nil),
        ] as [(String, String?, String?, String?)])
    func findsTheMembersThatAreKnown(text: String, first: String?, second: String?, last: String?) throws {
        let members = try Self.members(of: text)
        #expect(members[0]?.number == first)
        #expect(members[1]?.number == second)
        #expect(members[JSONKnownMembers.numbersLimit - 1]?.number == last)
    }

    @Test func aNumberOutOfRangeIsNoMember() throws {
        let members = try Self.members(of: #"{"beyond":1,"before":2}"#)
        for number in [-1, 5, JSONKnownMembers.numbersLimit, .max, .min] { #expect(members[number] == nil) }
    }
}

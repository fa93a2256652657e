import JSONText
import Testing

@testable import CloudTrail

struct RecordMembersTests {
    /// Every name is found by itself, and no other is found for it.
    @Test(arguments: RecordMembers.Name.allCases)
    func findsEveryName(name: RecordMembers.Name) throws {
        let members = RecordMembers(of: try JSONDocument(parsing: #"{"before":0,"\#(name)":1,"after":2}"#).root)
        for other in RecordMembers.Name.allCases { #expect(members[other]?.number == (other == name ? "1" : nil)) }
    }

    /// A name that differs in one letter is another name.
    @Test(arguments: RecordMembers.Name.allCases)
    func refusesNamesThatAreAlmostTheSame(name: RecordMembers.Name) throws {
        let letters = Array("\(name)".utf8)
        for place in letters.indices {
            var changed = letters
            changed[place] = UInt8(ascii: "~")
            let key = String(decoding: changed, as: UTF8.self)
            let members = RecordMembers(of: try JSONDocument(parsing: #"{"\#(key)":1}"#).root)
            #expect(RecordMembers.Name.allCases.allSatisfy { members[$0] == nil }, "\(key)")
        }
    }
}

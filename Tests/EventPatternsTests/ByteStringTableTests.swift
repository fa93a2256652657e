import SeededGenerators
import Testing

@testable import EventPatterns

struct ByteStringTableTests {
    typealias Key = ByteStringTable.Key

    private static func find(
        _ text: String, _ label: Int32, isFolded: Bool = false, in table: ByteStringTable
    ) -> Int32? {
        let bytes = Array(text.utf8)
        return table.value(of: bytes.span, label: label, isFolded: isFolded)
    }

    @Test func findsWhatIsFiledUnderALabel() {
        let table = ByteStringTable([
            (Key(label: 0, bytes: Array("a".utf8)), 1), (Key(label: 1, bytes: Array("a".utf8)), 2),
            (Key(label: 0, bytes: []), 3), (Key(label: 0, bytes: Array("assumerole".utf8), isFolded: true), 4),
        ])
        #expect(Self.find("a", 0, in: table) == 1)
        #expect(Self.find("a", 1, in: table) == 2)
        #expect(Self.find("a", 2, in: table) == nil)
        #expect(Self.find("", 0, in: table) == 3)
        #expect(Self.find("", 1, in: table) == nil)
        #expect(Self.find("AssumeRole", 0, isFolded: true, in: table) == 4)
        #expect(Self.find("ASSUMEROLE", 0, isFolded: true, in: table) == 4)
        #expect(Self.find("AssumeRole", 0, in: table) == nil)
        #expect(Self.find("AssumeRoot", 0, isFolded: true, in: table) == nil)
    }

    @Test func anEmptyTableFindsNothing() {
        #expect(Self.find("", 0, in: ByteStringTable([])) == nil)
        #expect(Self.find("a", 0, in: ByteStringTable([])) == nil)
    }

    /// Strings that agree in length and in their first, middle and last eight bytes have the same hash.
    @Test func tellsStringsOfOneHashApart() {
        let texts = ["x", "y", "z"].map { "12345678-\($0)-12345678-\($0)-12345678" }
        let table = ByteStringTable(
            texts.enumerated().map { (Key(label: 7, bytes: Array($1.utf8)), Int32($0)) })
        for (index, text) in texts.enumerated() { #expect(Self.find(text, 7, in: table) == Int32(index)) }
        #expect(Self.find("12345678-w-12345678-w-12345678", 7, in: table) == nil)
    }

    /// Against a dictionary, strings of every length.
    @Test(arguments: 0..<6 as Range<UInt64>)
    func agreesWithADictionary(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        func string(_ random: inout SeededRandom) -> String {
            String((0..<random.below(30)).map { _ in "abAB1.".randomElement(using: &random) ?? "a" })
        }
        var filed: [String: Int32] = [:]
        for value in 0..<Int32(200) { filed[string(&random)] = value }
        let table = ByteStringTable(filed.map { (Key(label: 3, bytes: Array($0.key.utf8)), $0.value) })
        for (text, value) in filed { #expect(Self.find(text, 3, in: table) == value) }
        var absent = 0
        for _ in 0..<500 {
            let text = string(&random)
            #expect(Self.find(text, 3, in: table) == filed[text], "\(text)")
            if filed[text] == nil { absent += 1 }
        }
        #expect(absent > 300)
    }
}

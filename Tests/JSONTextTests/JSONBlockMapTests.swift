import JSONText
import Testing

struct JSONBlockMapTests {
    /// What the blocks of one text answer; a span itself cannot be handed to `#expect`.
    struct Answers {
        private var map = JSONBlockMap()

        init(_ text: [UInt8]) { map.read(text.span) }

        func closingBracket(of place: Int) -> Int? { map.blocks.span.closingBracket(of: place) }
        func quote(from place: Int) -> Int? { map.blocks.span.quote(from: place) }
        func hasBackslash(in range: Range<Int>) -> Bool { map.blocks.span.hasBackslash(in: range) }
    }

    @Test(arguments: 0..<140)
    func findsBracketsQuotesAndBackslashes(padding: Int) throws {
        let head = String(repeating: " ", count: padding)
        let text = Array((head + #"{"a":[{"b":"]}"},["x\\y"]],"c":"\"{"}  "#).utf8)
        let answers = Answers(text)
        let root = try JSONDocument(parsing: text).root
        let (list, last) = (try #require(root["a"]), try #require(root["c"]))
        #expect(answers.closingBracket(of: root.range.lowerBound) == root.range.upperBound - 1)
        #expect(answers.closingBracket(of: list.range.lowerBound) == list.range.upperBound - 1)
        #expect(answers.quote(from: last.range.lowerBound + 1) == last.range.upperBound - 1)
        #expect(answers.hasBackslash(in: last.range))
        #expect(answers.hasBackslash(in: list.range))
        #expect(!answers.hasBackslash(in: list.elements[0].range))
        #expect(!answers.hasBackslash(in: padding..<padding))
        #expect(answers.hasBackslash(in: 0..<text.count))
    }

    @Test func passesOverLongContents() throws {
        let text = Array((#"{"a":[\#(String(repeating: #"{"b":[1,2,"}"]},"#, count: 200))0],"c":1}"#).utf8)
        let list = try #require(try JSONDocument(parsing: text).root["a"])
        let answers = Answers(text)
        #expect(answers.closingBracket(of: 0) == text.count - 1)
        #expect(answers.closingBracket(of: list.range.lowerBound) == list.range.upperBound - 1)
        #expect(!answers.hasBackslash(in: 0..<text.count))
    }

    /// A map is read again and again; nothing of a longer text is left behind.
    @Test func isReadAnew() {
        var map = JSONBlockMap()
        map.read(Array(String(repeating: "[]", count: 100).utf8).span)
        map.read(Array("[[]".utf8).span)
        let bracket = map.blocks.span.closingBracket(of: 0)
        #expect(bracket == nil)
        #expect(map.blocks.count == 1)
    }

    @Test(arguments: ["{", #"{"a"#, "[[]", ""])
    func saysNothingWhereTheTextEnds(text: String) {
        let answers = Answers(Array(text.utf8))
        #expect(answers.closingBracket(of: 0) == nil)
        #expect(answers.quote(from: 2) == nil)
    }
}

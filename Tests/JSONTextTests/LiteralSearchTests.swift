import SeededGenerators
import Testing

@testable import JSONText

struct LiteralSearchTests {
    @Test(arguments: 0..<60 as Range<UInt64>)
    func findsWhatAPlainSearchFinds(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let letters = Array("abBk-".utf8)
        func word(_ count: Int) -> [UInt8] { (0..<count).map { _ in letters.randomElement(using: &random) ?? 0 } }
        let literals = (0..<Int.random(in: 1...4, using: &random)).map { _ in
            word(Int.random(in: 2...9, using: &random))
        }
        let text = word(Int.random(in: 0..<400, using: &random))
        let search = try #require(LiteralSearch(literals))
        let expected = Set((0..<text.count).filter { start in literals.contains { text[start...].starts(with: $0) } })
        var found: Set<Int> = []
        for start in 0...text.count {
            if let place = search.firstIndex(in: text.span, from: start) {
                #expect(place >= start && expected.contains(place))
                found.insert(place)
            } else {
                #expect(!expected.contains { $0 >= start })
            }
        }
        #expect(found.isEmpty == expected.isEmpty)
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func allKernelsAgree(seed: UInt64) {
        let text = JSONBlockTests.randomText(seed: seed, count: Int(seed) * 11)
        let pairs = [
            BytePair(first: 0x5C, second: 0x7B, distance: 3), BytePair(first: 0xFF, second: 0x75, distance: 1),
        ]
        let expected = BytePair.firstIndex(of: pairs, in: text.span, from: 0, kernel: .portable)
        for kernel in JSONBlockKernel.allCases where kernel.isAvailable {
            #expect(BytePair.firstIndex(of: pairs, in: text.span, from: 0, kernel: kernel) == expected, "\(kernel)")
        }
    }

    @Test func refusesWhatItCannotSearch() {
        #expect(LiteralSearch([]) == nil)
        #expect(LiteralSearch([Array("a".utf8)]) == nil)
        #expect(LiteralSearch([Array(repeating: 7, count: LiteralSearch.literalBytesLimit + 1)]) == nil)
        #expect(LiteralSearch(Array(repeating: [1, 2], count: LiteralSearch.literalsLimit + 1)) == nil)
    }
}

import SeededGenerators
import Testing

@testable import EventPatterns

struct DecimalRoundingTests {
    /// The number's decimal equals the shortest that prints for its double: said by printing it.
    static func printsAsItself(_ text: String) -> Bool? {
        guard let double = Double(text), let number = DecimalNumber(parsing: Array(text.utf8)) else { return nil }
        return DecimalNumber(parsing: Array("\(double)".utf8)) == number
    }

    @Test(arguments: 0..<60 as Range<UInt64>)
    func agreesWithPrinting(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        for _ in 0..<400 {
            var digits = String(UInt64.random(in: 1_000_000_000_000_000...99_999_999_999_999_999, using: &random))
            digits.insert(
                ".", at: digits.index(digits.startIndex, offsetBy: Int.random(in: 1..<digits.count, using: &random)))
            let number = try #require(DecimalNumber(parsing: Array(digits.utf8)))
            #expect(number.isComparable == Self.printsAsItself(digits), "\(digits)")
        }
    }

    /// Doubles print as comparable numbers; one more unit in the last of 17 places is mostly none.
    @Test(arguments: 0..<40 as Range<UInt64>)
    func acceptsWhatDoublesPrint(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        for _ in 0..<400 {
            let double = Double.random(in: -200...200, using: &random)
            #expect(try #require(DecimalNumber(parsing: Array("\(double)".utf8))).isComparable, "\(double)")
        }
    }
}

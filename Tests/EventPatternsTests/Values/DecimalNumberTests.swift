import EventPatterns
import Testing

struct DecimalNumberTests {
    static func number(_ text: String) -> DecimalNumber? { DecimalNumber(parsing: Array(text.utf8)) }

    @Test(arguments: [
        ["300", "300.0", "3.0e2", "3E+2", "0.3e3", "300000e-3", "300.00000000000000000000"],
        ["0", "-0", "0.0", "-0.0e5", "0e999999999999"],
        ["-12.5", "-1.25e1", "-125E-1", "-12.500"],
        ["0.001", "1e-3", "0.0010", "10e-4"],
        ["10000000000000000000000", "1e22", "0.00001e27"],
        ["9007199254740993", "9007199254740993.0"],
        ["1234567890123456789", "1.234567890123456789e18"],
    ])
    func allSpellingsOfAValueAreEqual(spellings: [String]) throws {
        let first = try #require(Self.number(spellings[0]))
        for spelling in spellings {
            #expect(Self.number(spelling) == first, "\(spelling)")
            #expect(Self.number(spelling)?.hashValue == first.hashValue)
        }
    }

    @Test(arguments: [
        "", "-", "+1", ".5", "5.", "01", "-01", "1e", "1e+", "1.e5", "0x1", "1 ", " 1", "NaN", "1.5.5", "1e5.5", "--1",
    ])
    func refusesTextsThatAreNotNumbers(text: String) {
        #expect(Self.number(text) == nil)
    }

    /// From the lowest to the highest.
    @Test func ordersByValue() throws {
        let texts = [
            "-1e400", "-1e308", "-12345678901234567890123", "-1000", "-999.999", "-1", "-0.1", "-1e-300", "0", "1e-400",
            "1e-324", "1e-5", "0.1", "0.10000000000000001", "1", "1.0000000000000001", "9", "10", "99.9", "100",
            "9007199254740992", "9007199254740993", "1e22", "1e400", "2e400",
        ]
        let numbers = try texts.map { try #require(Self.number($0)) }
        for left in numbers.indices {
            for right in numbers.indices {
                #expect((numbers[left] < numbers[right]) == (left < right), "\(texts[left]) \(texts[right])")
            }
        }
    }

    @Test(arguments: [
        ("0", true), ("-0.0", true), ("0.1", true), ("3.0e2", true), ("123456789012345", true),
        ("9007199254740992", true), ("9007199254740993", false), ("300.00000000000001", false),
        ("0.1000000000000000055511151231257827", false), ("1e308", true), ("1.7976931348623157e308", true),
        ("1.7976931348623158e308", false), ("1.8e308", false), ("1e309", false), ("1e400", false), ("1e-400", false),
        ("2.2250738585072014e-308", true), ("5e-324", false), ("4.9e-324", true), ("1e-323", false), ("9.9e-324", true),
        ("1.5e-323", true), ("2e-323", true), ("9.9e-323", true), ("1e-322", false), ("122.42916360922355", true),
        ("-122.42916360922355", true), ("12345678901234567890", false), ("123456789011.999999", false),
    ])
    func isComparableIfItPrintsAsItself(text: String, expected: Bool) throws {
        #expect(try #require(Self.number(text)).isComparable == expected)
    }

    /// Numbers that differ only beyond the digits kept are equal to each other, and different from exact ones.
    @Test func keepsNineteenDigits() throws {
        let exact = try #require(Self.number("1234567890123456789000"))
        let longer = try #require(Self.number("1234567890123456789001"))
        let longest = try #require(Self.number("1234567890123456789002"))
        #expect(exact.isExact && !longer.isExact)
        #expect(exact < longer)
        #expect(longer == longest)
        #expect(!longer.isComparable)
    }
}

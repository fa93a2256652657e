import SeededGenerators
import Testing

@testable import EventPatterns

struct WildcardTests {
    @Test(arguments: [
        ("", ["", ""], ["a"]),
        ("*", ["", "a", "\n", "é"], []),
        ("a", ["a"], ["", "aa", "A"]),
        ("a*", ["a", "ab"], ["", "ba"]),
        ("*a", ["a", "ba"], ["", "ab"]),
        ("a*a", ["aa", "aba"], ["a", "ab"]),
        ("a*b*c", ["abc", "abbc", "axbxc", "abcbc"], ["ac", "acb", "abcd"]),
        ("*ab*ab*", ["abab", "xabxabx"], ["ab", "aba", "abxba"]),
        ("ab*ba", ["abba", "abxba"], ["aba"]),
        (#"\**\\"#, [#"*\"#, #"*x\"#], ["*", #"x\"#]),
    ])
    func matchesWholeValues(text: String, accepted: [String], refused: [String]) throws {
        let wildcard = try Wildcard(parsing: Array(text.utf8))
        for value in accepted + refused {
            let matches = wildcard.matches(Array(value.utf8).span)
            #expect(matches == accepted.contains(value), "\(value)")
        }
    }

    @Test(arguments: [
        ("**", PatternError.Reason.consecutiveStars(position: 1)), ("a**", .consecutiveStars(position: 2)),
        ("é**", .consecutiveStars(position: 3)), ("日x**", .consecutiveStars(position: 5)),
        (#"\a"#, .invalidWildcardEscape(position: 1)),
        (#"ab\"#, .invalidWildcardEscape(position: 3)),
    ])
    func refusesWithThePosition(text: String, reason: PatternError.Reason) {
        #expect(throws: reason) { try Wildcard(parsing: Array(text.utf8)) }
    }

    /// Against the plain reading: a star tries every length.
    @Test(arguments: 0..<40 as Range<UInt64>)
    func agreesWithTryingEverything(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        func text(_ symbols: String, _ length: Int) -> [UInt8] {
            (0..<length).compactMap { _ in symbols.utf8.randomElement(using: &random) }
        }
        for _ in 0..<200 {
            let pattern = text("ab*", Int.random(in: 0...7, using: &random))
            guard let wildcard = try? Wildcard(parsing: pattern) else { continue }
            let value = text("ab", Int.random(in: 0...9, using: &random))
            let expected = Self.matches(pattern[...], value[...])
            let matches = wildcard.matches(value.span)
            #expect(matches == expected, "\(pattern) \(value)")
        }
    }

    private static func matches(_ pattern: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>) -> Bool {
        guard let first = pattern.first else { return value.isEmpty }
        if first == UInt8(ascii: "*") {
            return matches(pattern.dropFirst(), value) || (!value.isEmpty && matches(pattern, value.dropFirst()))
        }
        return value.first == first && matches(pattern.dropFirst(), value.dropFirst())
    }
}

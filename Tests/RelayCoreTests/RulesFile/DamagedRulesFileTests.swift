import Diagnostics
import Testing

@testable import RelayCore

/// Whatever becomes of a rules file, the loader says something sensible about it and lives.
struct DamagedRulesFileTests {
    static let texts = [Sample.file, JSONSchemaTests.everything, DocumentTests.read(Sample.file).json ?? ""]

    /// Pieces of YAML and JSON that mean something where they should not.
    static let pieces = [
        "\n", "  ", "\t", ":", ": ", "- ", "{", "}", "[", "]", "\"", "'", "|", ">", "#", "&a ", "*a", "!!str ", "!x ",
        "<<: ",
        "---\n", "...\n", "%", "@", "`", "?", "? ", ",", "\\", "\u{0}", "\u{FEFF}", "é", "😀", "~", "null", "no", "0123",
        "1e9",
        "${env:X}", "${", "*", "<", ">", "version: 1\n", "rules: {}\n", "$or", "\r\n", "\u{85}", "\u{2028}",
    ]

    @Test(arguments: 0..<8)
    func everyDamageIsSurvived(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        for _ in 0..<25 {
            var bytes = Array(Self.texts[random.next(below: Self.texts.count)].utf8)
            for _ in 0...random.next(below: 3) { Self.damage(&bytes, &random) }
            Self.check(SourceText(name: "relay.yaml", bytes: bytes), seed: seed)
        }
    }

    @Test(arguments: texts)
    func everyTruncationIsSurvived(text: String) {
        let bytes = Array(text.utf8)
        for count in stride(from: 0, to: bytes.count, by: 29) {
            Self.check(SourceText(name: "relay.yaml", bytes: Array(bytes.prefix(count))), seed: 0)
        }
    }

    private static func damage(_ bytes: inout [UInt8], _ random: inout SeededRandom) {
        let place = random.next(below: bytes.count + 1)
        switch random.next(below: 4) {
        case 0: bytes.insert(contentsOf: pieces[random.next(below: pieces.count)].utf8, at: place)
        case 1: bytes.removeSubrange(place..<min(bytes.count, place + 1 + random.next(below: 40)))
        case 2: if place < bytes.count { bytes[place] = UInt8(random.next(below: 256)) }
        default:
            let other = random.next(below: bytes.count + 1)
            let range = min(place, other)..<min(max(place, other), min(place, other) + 200)
            bytes.insert(contentsOf: bytes[range], at: random.next(below: bytes.count + 1))
        }
    }

    private static func check(_ source: SourceText, seed: Int) {
        let check = RulesFileCheck(source)
        for problem in check.problems {
            #expect(
                problem.range.lowerBound >= 0 && problem.range.upperBound <= source.bytes.count + 1,
                "seed \(seed): \(problem)")
            #expect(!problem.message.isEmpty && !problem.excerpt.isEmpty)
            #expect(problem.source.bytes.count == source.bytes.count)
        }
        let loaded = RulesFile.load(source)
        #expect((loaded.file == nil) == loaded.problems.contains { $0.severity == .error })
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014): small, and the same everywhere.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    mutating func next(below bound: Int) -> Int { Int(next() % UInt64(max(bound, 1))) }
}

import ConfigDocument
import Diagnostics
import RelayTesting
import SampleRules
import SeededGenerators
import Testing

@testable import Rules
@testable import RulesCheck

/// Whatever becomes of a rules file, the loader says something sensible about it and lives.
struct DamagedRulesFileTests {
    static let texts = [
        SampleRulesFile.file, SampleRulesFile.everything, SampleRulesFile.json(of: SampleRulesFile.file) ?? "",
    ]

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
            var bytes = Array(Self.texts[random.below(Self.texts.count)].utf8)
            for _ in 0...random.below(3) { Self.damage(&bytes, &random) }
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
        let place = random.below(bytes.count + 1)
        switch random.below(4) {
        case 0: bytes.insert(contentsOf: pieces[random.below(pieces.count)].utf8, at: place)
        case 1: bytes.removeSubrange(place..<min(bytes.count, place + 1 + random.below(40)))
        case 2: if place < bytes.count { bytes[place] = UInt8(random.below(256)) }
        default:
            let other = random.below(bytes.count + 1)
            let range = min(place, other)..<min(max(place, other), min(place, other) + 200)
            bytes.insert(contentsOf: bytes[range], at: random.below(bytes.count + 1))
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

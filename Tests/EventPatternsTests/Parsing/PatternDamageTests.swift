import Diagnostics
import EventGenerators
import EventPatterns
import Testing

/// Patterns with something changed anywhere are parsed or refused with an error that can be shown; nothing crashes.
struct PatternDamageTests {
    @Test(arguments: 0..<8 as Range<UInt64>)
    func everyChangeIsJudged(seed: UInt64) throws {
        var random = RandomEvents(seed: seed)
        let text = Array(random.pattern().utf8)
        let interesting = Array("\"\\{}[],:$0-9.eE*\n\u{1}é\u{FEFF}".utf8)
        for index in text.indices {
            let byte = interesting.randomElement(using: &random.numbers) ?? 0
            var changed = text
            changed[index] = byte
            judge(changed)
            changed = text
            changed.insert(byte, at: index)
            judge(changed)
            changed = text
            changed.remove(at: index)
            judge(changed)
            changed[0] = UInt8.random(in: 0...255, using: &random.numbers)
            judge(changed)
        }
    }

    private func judge(_ bytes: [UInt8]) {
        let source = SourceText(name: "p", bytes: bytes)
        do throws(PatternError) {
            let pattern = try EventPattern(parsing: source)
            if pattern.alternatives.isEmpty { Issue.record("no alternatives: \(bytes)") }
        } catch {
            let isInside = error.range.lowerBound >= 0 && error.range.upperBound <= bytes.count
            if !isInside || error.reason.description.isEmpty || !error.description.hasPrefix("p:") {
                Issue.record("\(error)")
            }
        }
    }
}

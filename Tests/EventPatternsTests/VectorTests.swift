import EventPatterns
import Testing

/// Verdicts of the reference engine on generated and on hand-written pairs.
@Suite(.enabled(if: Vector.arePresent, Vector.absence))
struct VectorTests {
    static let vectors =
        Vector.all(in: "patterns.jsonl") + Vector.all(in: "ruler-correctness.jsonl")

    @Test func holdsAllVectors() {
        #expect(Self.vectors.count == 3_051)
    }

    /// What relay answers where it departs from the engine by design; nil where any answer will do.
    private func expectation(of vector: Vector) -> String? {
        // The rest of the text is not read by the engine; relay reads an event whole.
        if vector.has("trailing-event") || vector.has("limit") || vector.has("complex") { return nil }
        if vector.has("trailing-pattern") || vector.has("legacy-or") || vector.has("$or-as-field") { return "invalid" }
        if vector.has("quirk") { return nil }
        if vector.has("dup-event-key") { return vector.expect == "match" ? "no-match" : "match" }
        return vector.expect
    }

    @Test func verdictsAgree() throws {
        for vector in Self.vectors {
            guard let expected = expectation(of: vector) else { continue }
            #expect(verdict(on: vector) == expected, "\(vector.id)")
        }
    }

    /// The reason of each refusal is the engine's own, where the engine's own error is the first compiler's.
    @Test func reasonsAgree() throws {
        for vector in Self.vectors where vector.expect == "invalid" && !vector.has("bad-event") {
            if vector.has("quirk") || vector.has("limit") || vector.has("complex") { continue }
            if vector.pattern.count > EventPattern.charactersLimit { continue }
            let expected = try #require(vector.reason)
            do throws(PatternError) {
                _ = try EventPattern(parsing: vector.pattern)
                Issue.record("\(vector.id) was accepted, not refused with: \(expected)")
            } catch {
                let reason = error.reason.sentence { _ in "..." }
                #expect(reason.unicodeScalars.elementsEqual(expected.unicodeScalars), "\(vector.id)")
            }
        }
    }

    private func verdict(on vector: Vector) -> String {
        do {
            let pattern = try EventPattern(parsing: vector.pattern)
            let event = try FlatEvent(parsing: vector.event)
            return pattern.matches(event) ? "match" : "no-match"
        } catch {
            return "invalid"
        }
    }
}

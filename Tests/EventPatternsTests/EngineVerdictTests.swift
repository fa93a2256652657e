import EventPatterns
import Testing

/// Verdicts of the reference engine on generated and on hand-written pairs.
struct EngineVerdictTests {
    static let tables = ["engine-generated.jsonl": 1_099, "engine-arrays.jsonl": 51]

    @Test func holdsAllVerdicts() throws {
        for (table, count) in Self.tables { #expect(try RecordedVerdict.all(in: table).count == count) }
    }

    /// What relay answers where it departs from the engine by design; nil where any answer will do.
    private func expectation(of vector: RecordedVerdict) -> String? {
        // The rest of the text is not read by the engine; relay reads an event whole.
        if vector.has("trailing-event") || vector.has("limit") || vector.has("complex") { return nil }
        if vector.has("trailing-pattern") || vector.has("legacy-or") || vector.has("$or-as-field") { return "invalid" }
        if vector.has("quirk") { return nil }
        if vector.has("dup-event-key") { return vector.expect == "match" ? "no-match" : "match" }
        return vector.expect
    }

    @Test(arguments: tables.keys.sorted())
    func verdictsAgree(table: String) throws {
        checkVerdicts(try RecordedVerdict.all(in: table))
    }

    @Test(
        .enabled(
            if: RecordedVerdict.hasWholeGeneration,
            "all 3,000 generated pairs are too large for the repository; fixtures/verdicts has 1,099 of them"))
    func verdictsAgreeOnTheWholeGeneration() throws {
        checkVerdicts(try RecordedVerdict.rows(of: RecordedVerdict.wholeGeneration))
    }

    private func checkVerdicts(_ vectors: [RecordedVerdict]) {
        for vector in vectors {
            guard let expected = expectation(of: vector) else { continue }
            #expect(vector.verdictOfRelay() == expected, "\(vector.id)")
        }
    }

    /// The reason of each refusal is the engine's own, where the engine's own error is the first compiler's.
    @Test func reasonsAgree() throws {
        for vector in try RecordedVerdict.all(in: "engine-generated.jsonl")
        where vector.expect == "invalid" && !vector.has("bad-event") {
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
}

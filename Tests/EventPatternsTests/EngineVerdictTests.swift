import EventPatterns
import Testing

/// Verdicts of the reference engine on generated and on hand-written pairs.
struct EngineVerdictTests {
    static let tables = ["engine-generated.jsonl": 1_099, "engine-arrays.jsonl": 51]

    @Test func holdsAllVerdicts() throws {
        for (table, count) in Self.tables { #expect(try RecordedVerdict.all(in: table).count == count) }
    }

    /// What relay is to answer, which is the engine's verdict but for some kinds of row; nil where any answer will do.
    private static func expectation(of row: RecordedVerdict) -> String? {
        // The engine does not read the rest of the text; relay reads an event whole.
        if row.has("trailing-event") || row.has("limit") || row.has("complex") || row.has("quirk") { return nil }
        if row.has("trailing-pattern") || row.has("legacy-or") || row.has("$or-as-field") { return "invalid" }
        return row.expect
    }

    @Test(arguments: tables.keys.sorted())
    func verdictsAgree(table: String) throws {
        let rows = try RecordedVerdict.all(in: table)
        #expect(VerdictCheck.faults(in: rows, expected: Self.expectation) == [])
        #expect(rows.count { Self.expectation(of: $0) != nil } > rows.count * 9 / 10)
    }

    /// The check can fail: each row whose verdict is falsified is reported.
    @Test(arguments: tables.keys.sorted())
    func eachFalsifiedVerdictIsReported(table: String) throws {
        let rows = try RecordedVerdict.all(in: table).filter { Self.expectation(of: $0) == $0.expect }.map(\.falsified)
        #expect(VerdictCheck.faults(in: rows, expected: \.expect).count == rows.count)
    }

    @Test(
        .enabled(
            if: RecordedVerdict.hasOriginals,
            "all 3,000 generated pairs are too large for the repository; fixtures/verdicts has 1,099 of them"))
    func verdictsAgreeOnTheWholeGeneration() throws {
        let rows = try RecordedVerdict.originals(in: "patterns.jsonl")
        #expect(rows.count == 3_000)
        // The library judges these two, and scores the wildcards of no `$or` together. EventBridge was recorded to.
        #expect(
            VerdictCheck.faults(in: rows, expected: Self.expectation) == ["d-01730: invalid", "d-02449: invalid"])
    }

    /// The reason of each refusal is the engine's own, where the engine's own error is the first compiler's.
    @Test func reasonsAgree() throws {
        var compared = 0
        for row in try RecordedVerdict.all(in: "engine-generated.jsonl")
        where row.expect == "invalid" && !row.has("bad-event") {
            if row.has("quirk") || row.has("limit") || row.has("complex") { continue }
            if row.pattern.count > EventPattern.charactersLimit { continue }
            let expected = try #require(row.reason)
            do throws(PatternError) {
                _ = try EventPattern(parsing: row.pattern)
                Issue.record("\(row.id) was accepted, not refused with: \(expected)")
            } catch {
                let reason = error.reason.sentence { _ in "..." }
                #expect(reason.unicodeScalars.elementsEqual(expected.unicodeScalars), "\(row.id)")
            }
            compared += 1
        }
        #expect(compared > 200)
    }
}

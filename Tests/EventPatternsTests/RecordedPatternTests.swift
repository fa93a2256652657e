import EventPatterns
import Testing

/// Answers recorded from EventBridge, re-expressed; `fixtures/README.md` says how.
struct RecordedPatternTests {
    /// Each table with the number of its rows and of its invalid rows.
    static let tables = [
        ("aws-patterns.jsonl", 155, 38), ("aws-probes.jsonl", 400, 81), ("aws-wildcards.jsonl", 140, 64),
    ]

    /// The rows that are about the pattern. `bad-event` rows are about the event's envelope, which `TestEventPattern`
    /// checks and its tests read; at `internal-failure` rows the service gave no verdict.
    static func judged(in table: String) throws -> [RecordedVerdict] {
        try RecordedVerdict.all(in: table).filter { !$0.has("bad-event") && !$0.has("internal-failure") }
    }

    @Test(arguments: tables)
    func tablesAreWhole(table: String, rows: Int, invalid: Int) throws {
        let verdicts = try RecordedVerdict.all(in: table)
        #expect(verdicts.count == rows)
        #expect(Set(verdicts.map(\.id)).count == rows)
        #expect(verdicts.count { $0.expect == "invalid" } == invalid)
    }

    @Test(arguments: tables.map(\.0))
    func relayJudgesAsTheServiceDid(table: String) throws {
        #expect(VerdictCheck.faults(in: try Self.judged(in: table)) == [])
    }

    @Test(arguments: ["aws-patterns.jsonl", "aws-wildcards.jsonl"])
    func relayRefusesInTheServicesWords(table: String) throws {
        #expect(VerdictCheck.faultsOfWords(in: try Self.judged(in: table)) == [])
    }

    /// The checks can fail: each row whose verdict or words are falsified is reported.
    @Test(arguments: tables.map(\.0))
    func eachFalsifiedRowIsReported(table: String) throws {
        let rows = try Self.judged(in: table)
        #expect(VerdictCheck.faults(in: rows.map(\.falsified)).count == rows.count)
        let refused = rows.filter { $0.expect == "invalid" }.map { row in
            var row = row
            row.reason? += "."
            return row
        }
        #expect(VerdictCheck.faultsOfWords(in: refused).count == refused.count)
    }

    /// Each row and the one it was made from: the same verdict on record, and the same from relay.
    @Test(
        .enabled(
            if: RecordedVerdict.hasOriginals,
            "the recordings as published are not part of the repository; fixtures/verdicts has them re-expressed"),
        arguments: [
            ("aws-recorded-patterns.jsonl", "aws-patterns.jsonl"),
            ("aws-recorded-2-patterns.jsonl", "aws-probes.jsonl"),
            ("aws-recorded-2-admission.jsonl", "aws-wildcards.jsonl"),
            ("ruler-correctness.jsonl", "engine-arrays.jsonl"),
        ])
    func rowsAgreeWithTheirOriginals(original: String, table: String) throws {
        let originals = try RecordedVerdict.originals(in: original)
        let rows = try RecordedVerdict.all(in: table)
        #expect(originals.count == rows.count)
        for (original, row) in zip(originals, rows) {
            #expect(original.expect == row.expect, "\(row.id)")
            #expect(original.verdictOfRelay() == row.verdictOfRelay(), "\(row.id)")
        }
    }
}

import EventPatterns
import Testing

/// Answers recorded from the real service, re-expressed; `fixtures/README.md` says how.
struct RecordedPatternTests {
    static let verdicts = Result { try RecordedVerdict.all(in: "aws-patterns.jsonl") }

    @Test func holdsTheWholeRecording() throws {
        let verdicts = try Self.verdicts.get()
        #expect(verdicts.count == 155)
        #expect(verdicts.filter { $0.expect == "invalid" }.count == 38)
    }

    @Test(arguments: try verdicts.get().filter { $0.expect != "invalid" })
    func judgesAsTheServiceDoes(verdict: RecordedVerdict) throws {
        let pattern = try EventPattern(parsing: verdict.pattern)
        let event = try FlatEvent(parsing: verdict.event)
        #expect(pattern.matches(event) == (verdict.expect == "match"))
    }

    @Test(arguments: try verdicts.get().filter { $0.expect == "invalid" })
    func refusesInTheServicesWords(verdict: RecordedVerdict) throws {
        let error = try #require(throws: PatternError.self) { try EventPattern(parsing: verdict.pattern) }
        #expect(error.awsMessage == verdict.message)
    }

    /// The second recording. Where relay departs from it the row carries a tag, and the answers must differ.
    @Test(arguments: [("aws-probes.jsonl", 400), ("aws-wildcards.jsonl", 140)])
    func judgesTheProbesAsTheServiceDid(table: String, count: Int) throws {
        let verdicts = try RecordedVerdict.all(in: table)
        #expect(verdicts.count == count)
        for verdict in verdicts where !verdict.has("bad-event") && !verdict.has("internal-failure") {
            let answer = verdict.verdictOfRelay()
            #expect((answer == verdict.expect) != verdict.has("relay-departs"), "\(verdict.id): \(answer)")
        }
    }
}

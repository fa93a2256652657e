import EventPatterns
import Testing

/// Answers recorded from the real service.
@Suite(.enabled(if: Vector.arePresent, Vector.absence))
struct RecordedPatternTests {
    static let vectors = Vector.all(in: "aws-recorded-patterns.jsonl")

    @Test func holdsTheWholeRecording() {
        #expect(Self.vectors.count == 155)
        #expect(Self.vectors.filter { $0.expect == "invalid" }.count == 38)
    }

    @Test(arguments: vectors.filter { $0.expect != "invalid" })
    func accepts(vector: Vector) throws {
        #expect(throws: Never.self) { try EventPattern(parsing: vector.pattern) }
    }

    @Test(arguments: vectors.filter { $0.expect == "invalid" && $0.id != "aws-content_wildcard_complex_EXC" })
    func refusesInTheServicesWords(vector: Vector) throws {
        let error = try #require(throws: PatternError.self) { try EventPattern(parsing: vector.pattern) }
        // Two recordings had the names of partition and Region masked afterwards.
        let message = try #require(error.awsMessage)
        let masked = message.replacing("arn:aws:events:us-east-1", with: "arn:<partition>:events:<region>")
        #expect([message, masked].contains(try #require(vector.raw)))
    }
}

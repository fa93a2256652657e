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
    func judgesAsTheServiceDoes(vector: Vector) throws {
        let pattern = try EventPattern(parsing: vector.pattern)
        let event = try FlatEvent(parsing: vector.event)
        #expect(pattern.matches(event) == (vector.expect == "match"))
    }

    @Test(arguments: vectors.filter { $0.expect == "invalid" })
    func refusesInTheServicesWords(vector: Vector) throws {
        let error = try #require(throws: PatternError.self) { try EventPattern(parsing: vector.pattern) }
        // Two recordings had the names of partition and Region masked afterwards.
        let message = try #require(error.awsMessage)
        let masked = message.replacing("arn:aws:events:us-east-1", with: "arn:<partition>:events:<region>")
        #expect([message, masked].contains(try #require(vector.raw)))
    }
}

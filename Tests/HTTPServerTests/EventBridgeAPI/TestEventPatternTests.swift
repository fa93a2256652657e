import Foundation
import JSONText
import Rules
import Testing

@testable import HTTPServer

@Suite struct TestEventPatternTests {
    private static let event = #"""
        {"id":"1","account":"1","source":"a","time":"2026-03-02T09:14:07Z","region":"r","detail-type":"t"}
        """#

    private func request(_ pattern: String?, _ event: String?) -> String {
        let members = [("EventPattern", pattern), ("Event", event)].compactMap { name, value in
            value.map { "\"\(name)\":\(JSONString.quoted($0))" }
        }
        return "{\(members.joined(separator: ","))}"
    }

    @Test func saysWhetherAnEventMatches() async throws {
        let trial = try APITrial()
        for (pattern, expected) in [(#"{"source":["a"]}"#, "true"), (#"{"source":["b"]}"#, "false")] {
            let answer = try await trial.call("TestEventPattern", request(pattern, Self.event))
            #expect(answer.status == 200)
            #expect(answer.body == #"{"Result":\#(expected)}"#)
        }
        #expect(try await trial.accepted().isEmpty)
    }

    @Test func saysWhatIsMissing() async throws {
        let trial = try APITrial()
        func null(_ name: String) -> String {
            "Value null at '\(name)' failed to satisfy constraint: Member must not be null"
        }
        let cases: [(String?, String?, String)] = [
            (nil, Self.event, "1 validation error detected: \(null("eventPattern"))"),
            (#"{"source":["a"]}"#, nil, "1 validation error detected: \(null("event"))"),
            (nil, nil, "2 validation errors detected: \(null("eventPattern")); \(null("event"))"),
        ]
        for (pattern, event, message) in cases {
            let answer = try await trial.call("TestEventPattern", request(pattern, event))
            #expect(answer.body == #"{"__type":"ValidationException","message":"\#(message)"}"#)
        }
    }

    @Test func refusesTextsThatAreNotEvents() async throws {
        let trial = try APITrial()
        var events = ["", "x", "[]", "{}", #"[{"id":"1"}]"#]
        for name in TestEventPattern.requiredMembers {
            events.append(Self.event.replacing("\"\(name)\"", with: "\"other\""))
        }
        for event in events {
            let answer = try await trial.call("TestEventPattern", request(#"{"source":["a"]}"#, event))
            #expect(
                answer.body == #"{"__type":"ValidationException","message":"Parameter Event is not valid."}"#,
                "\(event)")
        }
    }

    @Test func refusesTooLongPatterns() async throws {
        let trial = try APITrial()
        let pattern = #"{"source":["\#(String(repeating: "a", count: 4_096))"]}"#
        let answer = try await trial.call("TestEventPattern", request(pattern, Self.event))
        #expect(answer.status == 400)
        #expect(answer.body.contains("'eventPattern' failed to satisfy constraint: Member must have length less than"))
    }

    /// What EventBridge answered, as `fixtures/verdicts` has it: verdicts, and the words of its refusals.
    @Test(arguments: [("aws-patterns.jsonl", 155, 155), ("aws-probes.jsonl", 400, 391)])
    func answersAsTheServiceDid(table: String, rows: Int, judged: Int) async throws {
        let lines = try Self.lines(of: table)
        #expect(lines.count == rows)
        let trial = try APITrial()
        var faults: [String] = []
        var count = 0
        for line in lines where !Self.isFailure(line) {
            let answer = try await self.answer(of: trial, to: line)
            if !Self.agrees(answer, with: line.root) {
                faults.append("\(line.root["id"]?.string ?? ""): \(answer.compact)")
            }
            count += 1
        }
        #expect(faults == [])
        #expect(count == judged)
    }

    /// The check can fail: an answer to another row, of the other verdict, is reported.
    @Test func otherAnswersAreReported() async throws {
        let lines = try Self.lines(of: "aws-patterns.jsonl") + Self.lines(of: "aws-probes.jsonl")
        let trial = try APITrial()
        var answers: [String: JSONValue] = [:]
        for expect in ["match", "no-match", "invalid"] {
            let line = try #require(lines.first { $0.root["expect"]?.string == expect })
            answers[expect] = try await answer(of: trial, to: line)
        }
        for line in lines where !Self.isFailure(line) {
            let expect = try #require(line.root["expect"]?.string)
            for (other, answer) in answers where other != expect {
                #expect(!Self.agrees(answer, with: line.root), "\(line.root.compact)")
            }
        }
    }

    private static func lines(of table: String) throws -> [JSONDocument] {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../fixtures/verdicts/\(table)").standardizedFileURL
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
            .map { try JSONDocument(parsing: Array($0.utf8)) }
    }

    /// Rows at which the service failed and gave no verdict.
    private static func isFailure(_ line: JSONDocument) -> Bool {
        line.root["tags"]?.elements.contains { $0.string == "internal-failure" } ?? false
    }

    private func answer(of trial: APITrial, to line: JSONDocument) async throws -> JSONValue {
        let pattern = try #require(line.root["pattern"]?.string)
        let event = try #require(line.root["event"]?.string)
        return try JSONDocument(parsing: try await trial.call("TestEventPattern", request(pattern, event)).body).root
    }

    private static func agrees(_ answer: JSONValue, with row: JSONValue) -> Bool {
        guard row["expect"]?.string == "invalid" else {
            return answer["Result"]?.bool == (row["expect"]?.string == "match")
        }
        guard let reason = row["reason"]?.string, let message = answer["message"]?.string else { return false }
        guard reason.hasPrefix("Parameter Event") else {
            return answer["__type"]?.string == "InvalidEventPatternException"
                && message.hasPrefix("Event pattern is not valid. Reason: \(reason)")
        }
        return answer["__type"]?.string == "ValidationException" && message == reason
    }
}

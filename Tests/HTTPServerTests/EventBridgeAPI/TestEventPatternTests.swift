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

    /// The answers of the service itself, where they are at hand.
    @Test func answersAsTheServiceDid() async throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../../shared/vectors/aws-recorded-patterns.jsonl")
        guard let text = try? String(contentsOf: file, encoding: .utf8) else {
            print("skipped: the recorded answers are not here")
            return
        }
        let trial = try APITrial()
        var count = 0
        for line in text.split(separator: "\n") {
            let vector = try JSONDocument(parsing: String(line)).root
            let pattern = try #require(vector["pattern"]?.string)
            let event = try #require(vector["event"]?.string)
            let answer = try await trial.call("TestEventPattern", request(pattern, event))
            let body = try JSONDocument(parsing: answer.body).root
            switch vector["expect"]?.string {
            case "match": #expect(body["Result"]?.bool == true, "\(line)")
            case "no-match": #expect(body["Result"]?.bool == false, "\(line)")
            default:
                #expect(body["__type"]?.string == "InvalidEventPatternException", "\(line)")
                let reason = try #require(vector["reason"]?.string)
                #expect(body["message"]?.string?.hasPrefix(reason) == true, "\(line)")
            }
            count += 1
        }
        #expect(count > 100)
    }
}

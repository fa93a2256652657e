import Diagnostics
import EventPatterns
import JSONText
import Testing

struct PatternCaseTests {
    @Test func verdictsAreThePublishedOnes() throws {
        let cases = try PatternCase.all(PatternCase.Verdict.self, in: "verdicts.json")
        #expect(cases.count > 190)
        for item in cases {
            #expect(verdict(item.pattern, item.event) == item.expect, "\(item.topic): \(item.pattern) \(item.event)")
        }
    }

    /// The compiled matcher too.
    @Test func verdictsOfTheMatcherAreThePublishedOnes() throws {
        for item in try PatternCase.all(PatternCase.Verdict.self, in: "verdicts.json")
        where item.expect.contains("match") {
            var matcher = PatternMatcher(PatternSet([try EventPattern(parsing: item.pattern)]))
            let event = Array(item.event.utf8)
            #expect(try matcher.match(event.span) == (item.expect == "match"), "\(item.topic): \(item.pattern)")
        }
    }

    @Test func refusalsAreInTheServicesWords() throws {
        let cases = try PatternCase.all(PatternCase.Refusal.self, in: "refusals.json")
        #expect(cases.count > 140)
        for item in cases {
            let error = #expect(throws: PatternError.self, "\(item.pattern)") {
                try EventPattern(parsing: item.pattern)
            }
            #expect(error?.awsMessage.map { Array($0.utf8) } == Array(item.message.utf8), "\(item.pattern)")
        }
    }

    /// A pattern that ends too early is refused wherever it ends, and what is cut off is never read.
    @Test func cutPatternsAreRefused() throws {
        for item in try PatternCase.all(PatternCase.Verdict.self, in: "verdicts.json") {
            let text = Array(item.pattern.utf8)
            for count in text.indices where item.expect != "refused" {
                let source = SourceText(name: "", bytes: Array(text[..<count]))
                guard (try? EventPattern(parsing: source)) != nil else { continue }
                Issue.record("\(item.pattern) cut to \(count) bytes was accepted")
            }
        }
    }

    private func verdict(_ patternText: String, _ eventText: String) -> String {
        do {
            let pattern = try EventPattern(parsing: patternText)
            let event = try FlatEvent(parsing: eventText)
            return pattern.matches(event) ? "match" : "no-match"
        } catch is PatternError {
            return "refused"
        } catch {
            return "bad-event"
        }
    }
}

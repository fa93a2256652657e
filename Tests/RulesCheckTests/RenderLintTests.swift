import Diagnostics
import InputTemplates
import RelayTesting
import SampleRules
import Testing

@testable import ConfigDocument
@testable import RulesCheck

/// What a template makes of a sample event, and what Slack would say to it.
struct RenderLintTests {
    private static let template = #"{"channel": "C0123ABCD", "text": "ALERT: <role> is in use"}"#

    static func problems(_ template: String, replacing old: String = "", with new: String = "") -> [Problem] {
        var text = SampleRulesFile.file(
            replacing: Self.template, with: template.replacing("\n", with: "\n            "))
        if !old.isEmpty { text = text.replacing(old, with: new) }
        return RulesFileCheck(SampleRulesFile.source(text)).problems.filter {
            $0.code != .relayOnly && $0.code != .suspiciousTemplate
        }
    }

    private static func blocks(_ blocks: String) -> String {
        #"{"channel": "C1", "text": "<relay.who>", "blocks": [\#(blocks)]}"#
    }

    @Test(
        arguments: [
            (#""text only <role>""#, Problem.Code.bodyNotJSON, Problem.Severity.error, "\"text only"),
            (#"{"text": "x <role>"}"#, .slackLimit, .error, "{\"text\""),
            (#"{"channel": "C1", "role": "<role>"}"#, .slackLimit, .error, "{\"channel\""),
            (
                #"{"channel": "C1", "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "<role>"}}]}"#,
                .slackLimit, .warning, "{\"channel\""
            ),
            (
                blocks(#"{"type": "header", "text": {"type": "mrkdwn", "text": "<role>"}}"#), .slackLimit, .error,
                "\"mrkdwn\""
            ),
            (blocks(#"{"type": "headr", "text": "<role>"}"#), .slackLimit, .error, "\"headr\""),
            (
                blocks(
                    #"{"type": "header", "text": {"type": "plain_text", "text": "<relay.role> <relay.environment> <relay.account-name>"}}"#
                ),
                .slackLimit, .warning, "\"<relay.role> <relay.env"
            ),
            (#"{"channel": "C1", "text": "x", "y": "<aws>"}"#, .invalidTemplate, .error, "<aws>"),
        ] as [(String, Problem.Code, Problem.Severity, String)])
    func findsWhatSlackWouldRefuse(
        template: String, code: Problem.Code, severity: Problem.Severity, marked: String
    ) throws {
        let problems = Self.problems(template)
        let problem = try #require(problems.first, "\(problems)")
        #expect(problem.code == code)
        #expect(problem.severity == severity)
        let text = String(decoding: problem.source.bytes[problem.range.lowerBound...], as: UTF8.self)
        #expect(text.hasPrefix(marked), "\(problem)")
    }

    @Test func findsAnObjectInsideAString() throws {
        let problems = Self.problems(
            #"{"channel": "C1", "text": "by <role>"}"#, replacing: "$.detail.requestParameters.roleArn",
            with: "$.detail.userIdentity")
        let problem = try #require(problems.first { $0.severity == .error })
        #expect(problem.code == .invalidTemplate)
        #expect(problem.message.contains("an object, which cannot stand inside a quoted string"))
        #expect(problem.excerpt.contains("by <role>"))
    }

    @Test func findsPathsThatLeadNowhere() {
        let text = SampleRulesFile.file(
            replacing: "$.detail.requestParameters.roleArn", with: "$.detail.requestParamters.roleArn")
        let problems = RulesFileCheck(SampleRulesFile.source(text)).problems.filter { $0.severity == .warning }
        #expect(problems.map(\.code) == [.suspiciousTemplate])
        #expect(problems.first?.help == "did you mean detail.requestParameters?")
        #expect(problems.first?.excerpt.contains("<role>") == true)
    }

    @Test func doesNotCheckOtherEndpoints() {
        let problems = Self.problems(
            #""text only <role>""#, replacing: "https://slack.com/api/chat.postMessage", with: "https://example.org/")
        #expect(problems == [])
    }

    @Test func aWebhookNeedsNoChannel() {
        let problems = Self.problems(
            #"{"text": "x <role>"}"#, replacing: "https://slack.com/api/chat.postMessage",
            with: "https://hooks.slack.com/services/${env:HOOK}")
        #expect(problems == [])
    }

    /// Events that stand in the file are tried as well: they may lack what the built-in ones have.
    @Test func triesTheEventsOfTheFilesTests() throws {
        let event = #"{ detail: { eventName: AssumeRole, requestParameters: { roleArn: [a, b] } } }"#
        let problems = Self.problems(
            #"{"channel": "C1", "text": "by <role>"}"#, replacing: "event: events/assume-role.json",
            with: "event: \(event)")
        #expect(problems.map(\.code) == [.invalidTemplate])
    }
}

struct TemplatePlacesTests {
    @Test(arguments: [
        ("/text", #""x <a>""#), ("/b/1/c", "<a>"), ("/b/0", "1"), ("/b", "["), ("/b/1/c/d/e", "<a>"), ("", "{"),
        ("/nowhere", "{"),
        ("/k~1l~0m", "2"),
    ])
    func findsTheTemplatesPart(pointer: String, text: String) throws {
        let template = #"{"text": "x <a>", "b": [1, {"c": <a>}], "k/l~m": 2}"#
        let transformer = try InputTransformer(
            inputPaths: [("a", "$.a")], template: SourceText(name: "", text: template))
        let range = try #require(TemplatePlaces(transformer).range(at: pointer))
        #expect(String(decoding: Array(template.utf8)[range], as: UTF8.self) == text)
    }
}

import Foundation
import ScratchFolders
import Testing

struct TestCommandTests {
    static let rules = """
        version: 1
        connections:
          c: { authorization_type: API_KEY, auth_parameters: { api_key: { key: Authorization, value: "${env:T}" } } }
        api_destinations:
          d: { connection: c, invocation_endpoint: "https://slack.com/api/chat.postMessage", http_method: POST }
        rules:
          used:
            state: ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS
            event_pattern: { source: [aws.sts], detail: { eventName: [AssumeRole], errorCode: [{ exists: false }] } }
            targets:
              slack:
                api_destination: d
                input_transformer: { input_template: '{"channel": "C1", "text": "<relay.who> took up <relay.role>"}' }
          refused: { event_pattern: { detail: { errorCode: [AccessDenied] } } }
          idle: { state: DISABLED, event_pattern: { source: [aws.sts] } }
        tests:

        """

    private static func run(_ tests: String, _ options: String...) throws -> RelayRun {
        let scratch = try ScratchFolder()
        let event = try Data(contentsOf: Project.fixtures.appending(path: "events/assume-role.json"))
        try scratch.write(event, to: "rules/events/use.json")
        try scratch.write(
            try Data(contentsOf: Project.fixtures.appending(path: "inputs/log-file.json.gz")), to: "log.json.gz")
        try scratch.write("[1, 2", to: "rules/broken.json")
        try scratch.write(rules + tests + "\n", to: "rules/relay.yaml")
        return try RelayRun(arguments: ["test", "--config", "rules/relay.yaml"] + options, directory: scratch.url)
    }

    @Test func theDemosTestsPass() throws {
        let run = try RelayRun("test", "--config", "fixtures/relay.yaml")
        #expect(run.status == 0, "\(run)")
        #expect(run.output.hasSuffix("fixtures/relay.yaml: 6 passed\n"))
        #expect(run.talk.isEmpty)
    }

    /// Paths are relative to the rules file, whatever the working directory is.
    @Test func readsFilesBesideTheRulesFile() throws {
        let run = try Self.run("  - { name: one, event: events/use.json, matches: [used] }")
        #expect(run.status == 0, "\(run)")
        #expect(run.output == "ok    one\nrules/relay.yaml: 1 passed\n")
    }

    @Test func readsEventsOfEveryShape() throws {
        let run = try Self.run(
            """
              - name: an archive, a record and an event
                events: [../log.json.gz, { eventSource: sts.amazonaws.com, eventName: AssumeRole }, { source: aws.sts, detail: { eventName: AssumeRole } }]
                matches: [used]
            """)
        #expect(run.output.contains("log.json.gz, record "), "\(run)")
        #expect(!run.output.contains("event 2") && !run.output.contains("event 3"))
    }

    @Test func saysWhyATestFails() throws {
        let run = try Self.run(
            """
              - name: a refusal
                event: { source: aws.sts, detail: { eventName: AssumeRole, errorCode: AccessDenied } }
                matches: [used, idle]
            """)
        #expect(run.status == 1)
        for line in [
            "FAIL  a refusal", "      its event: 'used' should match, and does not", "✗ detail.errorCode",
            "wanted {\"exists\":false}", "      its event: 'refused' matches, and should not",
            "      its event: 'idle' should match, but its state is DISABLED", "rules/relay.yaml: 0 passed, 1 failed",
        ] {
            #expect(run.output.contains(line), "\(run)")
        }
    }

    @Test(
        arguments: [
            ("{ text: dave.ito took up BreakGlassAdmin }", nil),
            ("'{\"channel\": \"C1\", \"text\": \"dave.ito took up BreakGlassAdmin\"}'", nil),
            (
                "{ channel: C2, text: x, blocks: [] }",
                """
                      events/use.json: used/slack sends something else at channel
                        - "C2"
                        + "C1"
                      events/use.json: used/slack sends something else at text
                        - "x"
                        + "dave.ito took up BreakGlassAdmin"
                      events/use.json: used/slack sends something else at blocks
                        - []
                        + (nothing there)
                """
            ),
            (
                "something else",
                """
                      events/use.json: used/slack sends something else
                        - something else
                        + {"channel": "C1", "text": "dave.ito took up BreakGlassAdmin"}
                """
            ),
        ] as [(String, String?)])
    func holdsBodiesAgainstWhatIsExpected(body: String, failure: String?) throws {
        let run = try Self.run(
            "  - { name: body, event: events/use.json, matches: [used], bodies: { used: { slack: \(body) } } }")
        #expect(run.status == (failure == nil ? 0 : 1), "\(run)")
        if let failure { #expect(run.output.contains(failure), "\(run)") }
    }

    @Test func runsSomeOfTheTests() throws {
        let tests = """
              - { name: first one, event: events/use.json, matches: [used] }
              - { name: second one, event: events/use.json, matches: [] }
            """
        #expect(try Self.run(tests, "--filter", "first").status == 0)
        #expect(try Self.run(tests, "--filter", "one").status == 1)
        let none = try Self.run(tests, "--filter", "third")
        #expect(none.status == 2)
        #expect(none.talk.contains("no test whose name contains 'third'"))
    }

    @Test func jsonIsForPrograms() throws {
        let run = try Self.run("  - { name: n, event: events/use.json, matches: [] }", "--format", "json")
        #expect(run.status == 1)
        #expect(
            run.output == """
                {"file":"rules/relay.yaml","passed":0,"failed":1,"tests":[{"name":"n","passed":false,\
                "failures":[{"event":"events/use.json","message":"'used' matches, and should not"}]}]}

                """)
    }

    @Test(arguments: [
        ("  - { name: n, event: nowhere.json, matches: [] }", "rules/nowhere.json: No such file or directory"),
        ("  - { name: n, event: broken.json, matches: [] }", "broken.json: record 1: not a JSON object"),
        ("  - { name: n, event: events/use.json, matches: [usd] }", "did you mean 'used'?"),
        ("  []", "has no tests"),
    ])
    func cannotTellWithoutEvents(tests: String, message: String) throws {
        let run = try Self.run(tests)
        #expect(run.status == 2)
        #expect(run.talk.contains(message), "\(run)")
    }
}

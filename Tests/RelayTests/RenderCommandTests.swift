import Foundation
import Testing

struct RenderCommandTests {
    static let rule = ["render", "--config", "fixtures/relay.yaml", "--rule", "break-glass-used"]

    @Test func writesTheBodyAsItIsSent() async throws {
        let run = try await RelayRun(arguments: Self.rule + ["fixtures/events/assume-role.json"])
        #expect(run.status == 0, "\(run)")
        let body = try #require(try JSONSerialization.jsonObject(with: run.outputBytes) as? [String: Any])
        #expect(body["channel"] as? String == "C0123ABCD")
        #expect((body["text"] as? String)?.hasPrefix("ALERT: dave.ito has activated the BreakGlassAdmin role") == true)
        #expect(run.talk.isEmpty)
    }

    @Test func aTemplateByItselfIsRendered() async throws {
        let run = try await RelayRun(
            "render", "--input-paths", #"{"who": "$.detail.userIdentity.arn"}"#, "--input-template",
            #""<who> was here""#,
            "-", input: #"{"detail": {"userIdentity": {"arn": "arn:aws:iam::111122223333:user/alice"}}}"#)
        #expect(run.status == 0, "\(run)")
        #expect(run.output == #""arn:aws:iam::111122223333:user/alice was here""#)
    }

    /// What an attacker writes into a session name neither mentions anybody nor leaves its string.
    @Test func hostileNamesAreHarmless() async throws {
        let run = try await RelayRun(arguments: Self.rule + ["fixtures/events/hostile-names.json"])
        let body = try #require(try JSONSerialization.jsonObject(with: run.outputBytes) as? [String: Any], "\(run)")
        #expect(Set(body.keys) == ["channel", "text", "blocks"])
        #expect(!run.output.contains("<!") && !run.output.contains("<http"))
    }

    @Test func previewSketchesTheMessage() async throws {
        let run = try await RelayRun(arguments: Self.rule + ["--preview", "fixtures/events/assume-role.json"])
        #expect(run.status == 0)
        #expect(run.output.contains("to C0123ABCD\n"))
        #expect(run.output.contains("│ # production: BreakGlassAdmin in use\n"))
    }

    @Test func jsonIsALineForEachEvent() async throws {
        let run = try await RelayRun(
            arguments: Self.rule + [
                "--format", "json", "fixtures/events/assume-role.json", "fixtures/events/stop-instances.json",
            ])
        let lines = run.output.split(separator: "\n")
        #expect(lines.count == 1)
        let line = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
        #expect(line["rule"] as? String == "break-glass-used")
        #expect(line["body"] is String)
    }

    @Test func anEventThatDoesNotMatchSendsNothing() async throws {
        let run = try await RelayRun(arguments: Self.rule + ["fixtures/events/stop-instances.json"])
        #expect(run.status == 1)
        #expect(run.output.isEmpty)
        #expect(run.talk.contains("the event does not match the rule"))
    }

    @Test(arguments: [
        (["--rule", "break-glas-used"], "did you mean 'break-glass-used'?"),
        (["--rule", "break-glass-used", "--target", "slak"], "did you mean 'slack'?"),
        (["--input-template", #""<whom>""#, "--input-paths", #"{"who": "$.id"}"#], "did you mean <who>?"),
        ([], "Name what to render"),
        (["--rule", "break-glass-used", "--preview", "--format", "json"], "not both"),
    ])
    func mistakesAreExplained(arguments: [String], sentence: String) async throws {
        let run = try await RelayRun(
            arguments: ["render", "--config", "fixtures/relay.yaml"] + arguments + ["fixtures/events/assume-role.json"])
        #expect(run.status == 2)
        #expect(run.talk.contains(sentence), "\(run)")
        #expect(run.output.isEmpty)
    }

    /// The fixture's body byte for byte; only a rule has a name.
    @Test(arguments: ["assume-role", "hostile-names"])
    func aTemplateFileGivesTheFixturesBodyAndPreview(event: String) async throws {
        let folder = "fixtures/templates/slack"
        func expected(_ file: String) throws -> String {
            try String(contentsOf: Project.root.appending(path: "\(folder)/\(event).\(file)"), encoding: .utf8)
                .replacing("rule break-glass-used", with: "rule rule")
        }
        let arguments = [
            "render", "--input-paths", "\(folder)/input-paths.json", "--input-template", "\(folder)/template.json",
            "fixtures/events/\(event).json",
        ]
        let body = try await RelayRun(arguments: arguments)
        #expect(try body.output == expected("body.json"))
        #expect(body.talk.isEmpty)
        let preview = try await RelayRun(arguments: arguments + ["--preview"])
        #expect(try preview.output == expected("preview.txt"))
        #expect(preview.talk.isEmpty)
    }

    @Test func bodiesAreParted() async throws {
        let run = try await RelayRun(
            "render", "--input-paths", #"{"a": "$.a"}"#, "--input-template", #"{"a": <a>}"#, "-",
            input: #"{"a": 1} {"a": [2]} {"b": 0}"#)
        #expect(run.output == "{\"a\": 1}\n{\"a\": [2]}\n{\"a\": \"\"}")
        #expect(run.status == 0)
    }

    @Test(arguments: [
        ([], "&lt;!here&gt;"), (["--escape-mrkdwn"], "&lt;!here&gt;"), (["--no-escape-mrkdwn"], "<!here>"),
    ])
    func escapesValuesForSlackUnlessToldNotTo(arguments: [String], shown: String) async throws {
        let run = try await RelayRun(
            arguments: ["render", "--input-paths", #"{"a": "$.a"}"#, "--input-template", #""<a>""#] + arguments
                + [#"{"a": "<!here>"}"#])
        #expect(run.output == "\"\(shown)\"")
    }

    /// Where EventBridge would be silent, relay says what is wrong and where; the other events are rendered.
    @Test func anEventThatCannotBeRenderedIsToldWithItsPlace() async throws {
        let run = try await RelayRun(
            "render", "--input-paths", #"{"a": "$.a"}"#, "--input-template", #"{"a": "<a>"}"#, "-",
            input: #"{"a": {}} {"a": 1}"#)
        #expect(run.status == 1)
        #expect(run.output == #"{"a": "1"}"#)
        #expect(
            run.talk == """
                standard input:1: error: --input-template:1:8: the value of <a> is an object, which cannot stand inside a \
                quoted string: EventBridge would deliver nothing; write the placeholder without quotes
                  1 | {"a": "<a>"}
                    |        ^^^

                """)
        let json = try await RelayRun(
            "render", "--format", "json", "--input-paths", #"{"a": "$.a"}"#, "--input-template", #"{"a": "<a>"}"#,
            #"{"a": {}}"#)
        #expect(json.status == 1)
        #expect(json.output.contains("\"error\": \"the value of <a> is an object"))
    }

    @Test func everyMistakeInATemplateIsShown() async throws {
        let run = try await RelayRun(
            "render", "--input-paths", #"{"a": "$..a", "b c": "$.b"}"#, "--input-template", #"{"x": <y>, "z": "<a>"}"#,
            "{}")
        #expect(run.status == 2)
        #expect(
            run.talk == """
                --input-paths:1:9: EventBridge does not support the descent '..'
                  1 | {"a": "$..a", "b c": "$.b"}
                    |         ^
                --input-paths:1:16: 'b c' cannot be a variable's name: names are made of letters, digits, '-' and '_'
                  1 | {"a": "$..a", "b c": "$.b"}
                    |                ^^^
                --input-template:1:7: <y> is neither in input_paths nor predefined
                  1 | {"x": <y>, "z": "<a>"}
                    |       ^^^
                relay: the input transformer has 3 errors

                """)
    }

    @Test func warnsOfLikelyMistakes() async throws {
        let run = try await RelayRun(
            "render", "--input-paths", #"{"a": "$.detial.a"}"#, "--input-template", #""<a> < b>""#, "{}")
        #expect(run.status == 0)
        #expect(run.talk.contains("--input-template:1:6: warning: < b> stays as it is"))
        #expect(run.talk.contains("did you mean $.detail.a?"))
    }

    @Test func saysWhatSlackWouldRefuse() async throws {
        let arguments = [
            "render", "--input-template", #"{"channel": "C1", "blocks": [{"type": "headr"}]}"#, "{}", "--preview",
        ]
        let run = try await RelayRun(arguments: arguments)
        #expect(run.status == 0)
        #expect(run.talk.contains("warning: without 'text' the notification"))
        #expect(run.talk.contains("error: /blocks/0/type: Slack has no block of type 'headr'; did you mean 'header'?"))
    }

    @Test func aDamagedInputIsNoCleanAnswer() async throws {
        let run = try await RelayRun(
            "render", "--input-paths", #"{"a": "$.a"}"#, "--input-template", #""<a>""#, "-",
            input: "{\"a\": 1}\n{\"a\": tru}\n{\"a\": 3}\n")
        #expect(run.status == 2)
        #expect(run.output == "\"1\"\n\"3\"")
        #expect(run.talk.hasPrefix("relay: standard input"))
    }
}

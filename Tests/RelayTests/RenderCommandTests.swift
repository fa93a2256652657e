import Foundation
import Testing

struct RenderCommandTests {
    static let rule = ["render", "--config", "fixtures/relay.yaml", "--rule", "break-glass-used"]

    @Test func writesTheBodyAsItIsSent() throws {
        let run = try RelayRun(arguments: Self.rule + ["fixtures/events/assume-role.json"])
        #expect(run.status == 0, "\(run)")
        let body = try #require(try JSONSerialization.jsonObject(with: run.outputBytes) as? [String: Any])
        #expect(body["channel"] as? String == "C0123ABCD")
        #expect((body["text"] as? String)?.hasPrefix("ALERT: dave.ito has activated the BreakGlassAdmin role") == true)
        #expect(run.talk.isEmpty)
    }

    @Test func aTemplateByItselfIsRendered() throws {
        let run = try RelayRun(
            "render", "--input-paths", #"{"who": "$.detail.userIdentity.arn"}"#, "--input-template",
            #""<who> was here""#,
            "-", input: #"{"detail": {"userIdentity": {"arn": "arn:aws:iam::111122223333:user/alice"}}}"#)
        #expect(run.status == 0, "\(run)")
        #expect(run.output == #""arn:aws:iam::111122223333:user/alice was here""#)
    }

    /// What an attacker writes into a session name neither mentions anybody nor leaves its string.
    @Test func hostileNamesAreHarmless() throws {
        let run = try RelayRun(arguments: Self.rule + ["fixtures/events/hostile-names.json"])
        let body = try #require(try JSONSerialization.jsonObject(with: run.outputBytes) as? [String: Any], "\(run)")
        #expect(Set(body.keys) == ["channel", "text", "blocks"])
        #expect(!run.output.contains("<!") && !run.output.contains("<http"))
    }

    @Test func previewSketchesTheMessage() throws {
        let run = try RelayRun(arguments: Self.rule + ["--preview", "fixtures/events/assume-role.json"])
        #expect(run.status == 0)
        #expect(run.output.contains("to C0123ABCD\n"))
        #expect(run.output.contains("│ # production: BreakGlassAdmin in use\n"))
    }

    @Test func jsonIsALineForEachEvent() throws {
        let run = try RelayRun(
            arguments: Self.rule + [
                "--format", "json", "fixtures/events/assume-role.json", "fixtures/events/stop-instances.json",
            ])
        let lines = run.output.split(separator: "\n")
        #expect(lines.count == 1)
        let line = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
        #expect(line["rule"] as? String == "break-glass-used")
        #expect(line["body"] is String)
    }

    @Test func anEventThatDoesNotMatchSendsNothing() throws {
        let run = try RelayRun(arguments: Self.rule + ["fixtures/events/stop-instances.json"])
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
    func mistakesAreExplained(arguments: [String], sentence: String) throws {
        let run = try RelayRun(
            arguments: ["render", "--config", "fixtures/relay.yaml"] + arguments + ["fixtures/events/assume-role.json"])
        #expect(run.status == 2)
        #expect(run.talk.contains(sentence), "\(run)")
        #expect(run.output.isEmpty)
    }
}

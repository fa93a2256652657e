import Foundation
import JSONText
import Rules
import ServeTrial
import StandInSlack
import Testing

/// Real drills: through a real `relay serve`, to a real server that stands in for Slack.
struct DrillCommandTests {
    static let marker = "hunter2-swordfish"

    /// The trial's rules with a server section that asks for something.
    private static func rules(asking authorization: String) -> @Sendable (Int, Int) -> String {
        { port, slackPort in
            TrialRules(port: port, slackPort: slackPort).yaml.replacing(
                "listen: 127.0.0.1:\(port)\n",
                with: "listen: 127.0.0.1:\(port)\n  authorization: [{ \(authorization) }]\n")
        }
    }

    private func drill(_ relay: LiveRelay, _ arguments: String..., key: String = marker) async throws -> RelayRun {
        try await onThread {
            try RelayRun(
                arguments: ["drill", "--rule", "break-glass-used"] + arguments, environment: ["RELAY_KEY": key],
                directory: relay.folder)
        }
    }

    @Test func everythingArrivesInTime() async throws {
        let relay = try await LiveRelay()
        try await relay.serve { serve in
            let run = try await drill(relay)
            #expect(run.status == 0, "\(run)")
            #expect(run.output.contains("answered: accepted\n"))
            #expect(run.output.contains("sent to slack, delivery 1\n"))
            #expect(run.output.contains("delivered to slack, delivery 1"))
            #expect(run.output.contains("\nmet: announced after "))
            #expect(run.talk.isEmpty)
            let texts = relay.slack.messages.map(\.text)
            #expect(texts.count == 1)
            #expect(texts.first?.hasPrefix("DRILL") == true && texts.first?.contains("relay-drill") == true, "\(texts)")
            // A made-up role use is no role use: neither history nor usage knows of it.
            let metrics = try await onThread { try serve.metrics() }
            #expect(metrics.sum("relay_role_uses_total") == 0)
        }
        await relay.end()
    }

    @Test func jsonHasEveryHop() async throws {
        let relay = try await LiveRelay()
        try await relay.serve { _ in
            let run = try await drill(relay, "--format", "json")
            #expect(run.status == 0, "\(run)")
            let root = try JSONDocument(parsing: run.output).root
            #expect(root["status"]?.string == "accepted")
            #expect(root["met"]?.bool == true && root["settled"]?.bool == true)
            #expect(root["rule"]?.string == "break-glass-used")
            #expect(root["event_id"]?.string == root["drill"]?.string)
            let hop = root["hops"]?.elements.first
            #expect(hop?["api_destination"]?.string == "slack" && hop?["state"]?.string == "delivered")
            let times = [hop?["sent_after_ms"]?.int, hop?["settled_after_ms"]?.int, root["announced_after_ms"]?.int]
            #expect(times.allSatisfy { $0.map { (0...60_000).contains($0) } == true }, "\(run)")
        }
        await relay.end()
    }

    @Test func whatSlackRefusesIsNotAnnounced() async throws {
        let relay = try await LiveRelay()
        relay.slack.behave(.refuse("channel_not_found"))
        try await relay.serve { _ in
            let run = try await drill(relay)
            #expect(run.status == 1, "\(run)")
            #expect(run.output.contains("waiting to slack") && run.output.contains("channel_not_found"), "\(run)")
            #expect(run.output.contains("\nnot met: not everything arrived\n"))
        }
        await relay.end()
    }

    /// Each kind of authorisation, and what becomes of a drill that shows another one.
    @Test(arguments: [
        "api_key: { key: X-Api-Key, value: \"${env:RELAY_KEY}\" }",
        "basic: { username: relay, password: \"${env:RELAY_KEY}\" }", "bearer: { token: \"${env:RELAY_KEY}\" }",
    ])
    func showsWhatTheServerAsksFor(authorization: String) async throws {
        let relay = try await LiveRelay(rules: Self.rules(asking: authorization))
        let status = try await relay.serve(environment: ["RELAY_KEY": Self.marker]) { _ in
            let run = try await drill(relay)
            let other = try await drill(relay, key: "another")
            let none = try await drill(relay, key: "")
            #expect(run.status == 0, "\(run)")
            #expect(other.status == 2 && other.talk.contains("relay wants an authorization"), "\(other)")
            #expect(none.status == 2 && none.talk.contains("the secret ${env:RELAY_KEY} is empty"), "\(none)")
            for run in [run, other, none] { #expect(!run.description.contains(Self.marker)) }
        }
        #expect(status == 0, "\(relay.log)")
        await relay.end()
    }

    @Test func takesAnEventThatIsGiven() async throws {
        let relay = try await LiveRelay()
        let events = Project.fixtures.appending(path: "events")
        try await relay.serve { _ in
            let given = try await drill(relay, "--event", events.appending(path: "assume-role.json").path)
            let again = try await drill(relay, "--event", events.appending(path: "assume-role.json").path)
            #expect(given.status == 0, "\(given)")
            #expect(again.status == 0, "a second drill with one event is no duplicate of the first: \(again)")
        }
        let other = try await drill(relay, "--event", events.appending(path: "console-login-root.json").path)
        #expect(other.status == 2 && other.talk.contains("does not match the event"), "\(other)")
        let many = try await drill(relay, "--event", Project.fixtures.appending(path: "inputs/records.json").path)
        #expect(many.status == 2 && many.talk.contains("a drill takes one event"), "\(many)")
        await relay.end()
    }

    /// relay runs with rules other than those at hand.
    @Test func anEventThatNoRuleMatchesIsNotAnnounced() async throws {
        let relay = try await LiveRelay()
        let other = TrialRules(port: relay.port, slackPort: relay.slack.port).yaml.replacing(
            "source: [aws.sts]\n      detail: { eventName: [AssumeRole], requestParameters: { roleArn: [{ suffix: /BreakGlassAdmin }] } }",
            with: "source: [aws.cloudtrail]")
        try other.write(to: relay.folder.appending(path: "other.yaml"), atomically: true, encoding: .utf8)
        try await relay.serve { _ in
            let run = try await drill(relay, "--config", "other.yaml")
            #expect(run.status == 1, "\(run)")
            #expect(run.output.contains("no rule matches; relay runs with other rules"))
            #expect(run.output.hasSuffix("not met: nothing was sent for it\n"))
        }
        await relay.end()
    }

    /// What can be said without a relay.
    @Test(arguments: [
        (["--rule", "break-glas-used"], "did you mean 'break-glass-used'?"),
        (["--rule", "break-glass-used", "--url", "127.0.0.1:1"], "expected an address such as http://127.0.0.1:8765"),
        (["--rule", "break-glass-used", "--url", "http://a b"], "expected an address such as"),
        (["--rule", "break-glass-used", "--url", "http://u:p@a"], "expected an address such as"),
        (["--rule", "break-glass-used", "--timeout", "0"], "expected a number of seconds"),
        (["--rule", "break-glass-used", "--event", "nowhere.json"], "nowhere.json: No such file"), ([], "--rule"),
    ])
    func saysWhatItCannotDo(arguments: [String], words: String) throws {
        let run = try RelayRun(arguments: ["drill", "--config", "fixtures/relay.yaml"] + arguments)
        #expect(run.status == 2)
        #expect(run.talk.contains(words), "\(run)")
    }

    @Test func nobodyAtHomeIsNoVerdict() throws {
        let url = "http://127.0.0.1:\(try FreePort.find())"
        let run = try RelayRun("drill", "--config", "fixtures/relay.yaml", "--rule", "root-used", "--url", url)
        #expect(run.status == 2)
        #expect(run.talk.contains("\(url): Connection refused") && run.talk.contains("is 'relay serve' running?"))
    }
}

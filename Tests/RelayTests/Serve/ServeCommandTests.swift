import Foundation
import ServeTrial
import StandInSlack
import Testing

struct ServeCommandTests {
    static func use(_ number: Int, who: String = "alice.chen") -> TrialEvent {
        TrialEvent(run: "serve-tests", number: number, isMatching: true, who: who)
    }

    @Test func anEventBecomesOneMessage() async throws {
        let relay = try await LiveRelay()
        let status = try await relay.serve { _ in
            let event = Self.use(1)
            #expect(try await relay.send(event).contains(#""status":"accepted","deliveries":1"#))
            #expect(try await relay.send(event).contains(#""status":"duplicate""#))
            try await relay.until("the message") { relay.slack.messages.count == 1 }
            let message = try #require(relay.slack.messages.first)
            #expect(message.channel == "C0TRIAL")
            #expect(message.text.contains("alice.chen has activated BreakGlassAdmin"))
            #expect(message.deliveryID == "1")
            #expect(message.header("authorization") == "Bearer xoxb-trial")
            #expect(try await relay.get("/healthz").hasPrefix("200"))
            #expect(try await relay.get("/readyz").hasPrefix("200"))
        }
        #expect(status == 0, "\(relay.log)")
        #expect(relay.slack.requests.count == 1)
        await relay.end()
    }

    @Test func undeliveredMessagesAreSentAfterTheNextStart() async throws {
        let relay = try await LiveRelay()
        relay.slack.behave(.status(503))
        try await relay.serve { _ in
            #expect(try await relay.send(Self.use(1)).contains("accepted"))
            try await relay.until("an attempt") { relay.slack.requests.count >= 1 }
        }
        #expect(relay.slack.messages.isEmpty)
        relay.slack.behave(.judge)
        try await relay.serve { _ in
            try await relay.until("the message") { relay.slack.messages.count == 1 }
        }
        await relay.end()
    }

    @Test func aMistakeInTheConfigurationShowsAndLosesNothing() async throws {
        let relay = try await LiveRelay()
        relay.slack.behave(.refuse("channel_not_found"))
        try await relay.serve { _ in
            #expect(try await relay.send(Self.use(1)).contains("accepted"))
            try await relay.until("the problem in /readyz") {
                try await relay.get("/readyz").contains("channel_not_found")
            }
            #expect(try await relay.get("/readyz").hasPrefix("503"))
            // Known a moment before it is on record.
            let series = #"relay_outbox_waiting_deliveries{api_destination="slack",error_code="NO_RESOURCE"} 1"#
            try await relay.until("the metric") { try await relay.get("/metrics").contains(series) }
            relay.slack.behave(.judge)
            // The next message gets through, and what waited follows.
            #expect(try await relay.send(Self.use(2)).contains("accepted"))
            try await relay.until("the message that waited") { relay.slack.messages.count == 2 }
            try await relay.until("a ready relay") { try await relay.get("/readyz").hasPrefix("200") }
        }
        #expect(relay.log.contains("channel_not_found"))
        await relay.end()
    }

    /// In the meantime the token has been replaced, and relay was started anew to read it.
    @Test func whatWaitedIsSentAfterTheNextStart() async throws {
        let relay = try await LiveRelay()
        relay.slack.behave(.refuse("invalid_auth"))
        try await relay.serve { _ in
            for number in 1...3 { _ = try await relay.send(Self.use(number, who: "person-\(number)")) }
            try await relay.until("three that wait") {
                try await relay.get("/readyz").contains("3 deliveries wait since")
            }
        }
        #expect(relay.slack.messages.isEmpty)
        relay.slack.behave(.judge)
        try await relay.serve { _ in
            try await relay.until("the messages") { relay.slack.messages.count == 3 }
            try await relay.until("a ready relay") { try await relay.get("/readyz").hasPrefix("200") }
        }
        await relay.end()
    }

    @Test(arguments: [true, false])
    func theRulesAreReadAnew(onSignal isSignalled: Bool) async throws {
        let relay = try await LiveRelay()
        let good = try String(contentsOf: relay.folder.appending(path: "relay.yaml"), encoding: .utf8)
        try await relay.serve { process in
            try relay.write(rules: good.replacingOccurrences(of: "ALERT:", with: "NOTICE:"))
            if isSignalled { process.hangUp() }
            try await relay.until("the new rules") { relay.log.contains("was read anew") }
            #expect(try await relay.send(Self.use(1)).contains("accepted"))
            try await relay.until("the message") { relay.slack.messages.count == 1 }
            #expect(relay.slack.messages.first?.text.hasPrefix("NOTICE:") == true)

            try relay.write(rules: good.replacingOccurrences(of: "event_pattern", with: "event_patern"))
            if isSignalled { process.hangUp() }
            try await relay.until("the refusal") { try await relay.get("/readyz").hasPrefix("503") }
            #expect(relay.log.contains("did you mean"), "\(relay.log)")
            #expect(try await relay.send(Self.use(2)).contains("accepted"))
            try await relay.until("the second message") { relay.slack.messages.count == 2 }
            #expect(relay.slack.messages.last?.text.hasPrefix("NOTICE:") == true)
        }
        await relay.end()
    }

    @Test func aSecondServerOnTheSameStoreIsRefused() async throws {
        let relay = try await LiveRelay()
        try await relay.serve { _ in
            let second = try await RelayRun(
                "serve", "--config", relay.folder.appending(path: "relay.yaml").path, "--listen", "127.0.0.1:0")
            #expect(second.status == 2)
            #expect(second.talk.contains("in use by another 'relay serve'"), "\(second)")
        }
        await relay.end()
    }

    @Test func aPortInUseIsSaidInOneLine() async throws {
        let relay = try await LiveRelay()
        try await relay.serve { _ in
            let second = try await RelayRun(
                "serve", "--config", relay.folder.appending(path: "relay.yaml").path, "--store",
                relay.folder.appending(path: "other.db").path)
            #expect(second.status == 2)
            #expect(second.talk.contains("\(relay.port)"), "\(second)")
            #expect(second.talk.split(separator: "\n").count <= 2, "\(second)")
        }
        await relay.end()
    }

    @Test(arguments: ["json", "text"])
    func noSecretIsLogged(format: String) async throws {
        let relay = try await LiveRelay()
        relay.slack.behave(next: [.refuse("invalid_auth"), .garbage, .status(500), .closeEarly])
        let marker = "xoxb-marker-5f3a9c"
        try await relay.serve(
            options: ["--log-level", "trace", "--log-format", format], environment: ["TRIAL_SLACK_TOKEN": marker]
        ) { _ in
            for number in 1...4 {
                _ = try await relay.send(Self.use(number, who: "person-\(number)"))
                try await relay.until("attempt \(number)") { relay.slack.requests.count >= number }
            }
            #expect(try await !relay.get("/metrics").contains(marker))
            #expect(try await !relay.get("/readyz").contains(marker))
        }
        #expect(relay.slack.requests.first?.header("authorization") == "Bearer \(marker)")
        #expect(!relay.log.contains("marker-5f3a9c"))
        #expect(relay.log.contains("invalid_auth"))
        await relay.end()
    }

    @Test func aHeartbeatDrillGoesToADestinationOfItsOwn() async throws {
        let relay = try await LiveRelay { port, slackPort in
            TrialRules(port: port, slackPort: slackPort).yaml + """
                drill:
                  heartbeat: { rule: break-glass-used, api_destination: slack, every_minutes: 60 }

                """
        }
        try await relay.serve { process in
            try await relay.until("the drill's message") { relay.slack.messages.count == 1 }
            #expect(relay.slack.messages.first?.text.hasPrefix("DRILL") == true)
            try await relay.until("the metric") {
                let page = try await relay.get("/metrics")
                return page.contains("relay_heartbeat_last_success_age_seconds{")
            }
            // A drill is no use of a role.
            #expect(try await !relay.get("/metrics").contains("relay_role_uses_total{"))
        }
        await relay.end()
    }

    /// A short one of what `make soak` does at length.
    @Test func killsLoseNothing() async throws {
        let trial = Project.relay.deletingLastPathComponent().appending(path: "relay-trial")
        let run = try await RelayRun(
            executable: trial,
            arguments: ["soak", "--relay", Project.relay.path, "--kills", "6", "--connections", "4"])
        #expect(run.status == 0, "\(run)")
        #expect(run.output.contains("nothing lost, the books balance"), "\(run)")
    }
}

import ConfigDocument
import Diagnostics
import RelayTesting
import RulesCheck
import SampleRules
import Testing

@testable import Rules

/// How `relay serve` runs, as the rules file says it.
struct SettingsTests {
    static let sections = """
        server:
          listen: 0.0.0.0:8443
          authorization:
            - api_key: { key: X-Api-Key, value: "${env:RELAY_KEY}" }
            - basic: { username: relay, password: "${file:/run/secrets/relay}" }
            - bearer: { token: "${env:RELAY_TOKEN}" }
          access_keys:
            - { access_key_id: AKIAIOSFODNN7EXAMPLE, secret_access_key: "${env:RELAY_SECRET_KEY}" }
          tls: { certificate_file: tls/relay.pem, private_key_file: tls/relay.key }
        store:
          path: state/relay.db
          retention: { outbox_days: 30, ledger_days: 365, dedupe_days: 180 }
        storm_control: { role_uses: 5, within_seconds: 120 }
        drill:
          announced_within_seconds: 30
          heartbeat: { rule: break-glass-used, api_destination: drills, every_minutes: 15 }

        """

    /// The sample with a destination for drills, and these sections with one piece of text replaced.
    static func file(replacing old: String = "", with new: String = "") -> String {
        let drills = """
              drills:
                connection: slack
                invocation_endpoint: https://drills.example.com/
                http_method: POST
            rules:
            """
        return SampleRulesFile.file(replacing: "rules:", with: drills)
            + sections.replacing(old, with: new, maxReplacements: 1)
    }

    @Test func readsEverySection() throws {
        let (loaded, problems) = RulesFile.load(SampleRulesFile.source(Self.file()))
        #expect(problems == [])
        let file = try #require(loaded)
        #expect(file.server.host == "0.0.0.0")
        #expect(file.server.port == 8443)
        #expect(
            file.server.authorizations == [
                .apiKey(header: "X-Api-Key", value: try SecretText(parsing: "${env:RELAY_KEY}")),
                .basic(
                    username: try SecretText(parsing: "relay"),
                    password: try SecretText(parsing: "${file:/run/secrets/relay}")),
                .bearer(token: try SecretText(parsing: "${env:RELAY_TOKEN}")),
            ])
        #expect(file.server.accessKeys.map(\.id) == ["AKIAIOSFODNN7EXAMPLE"])
        #expect(file.server.accessKeys.first?.secret.references == [.environment(name: "RELAY_SECRET_KEY")])
        #expect(
            file.server.tls
                == ServerSettings.TLS(certificateFile: "tls/relay.pem", privateKeyFile: "tls/relay.key"))
        #expect(file.store.path == "state/relay.db")
        #expect(file.store.retention.outboxDays == 30)
        #expect(file.store.retention.ledgerDays == 365)
        #expect(file.store.retention.dedupeDays == 180)
        #expect(file.stormControl?.roleUses == 5)
        #expect(file.stormControl?.window == .seconds(120))
        #expect(file.drill.announcedWithin == .seconds(30))
        let heartbeat = try #require(file.drill.heartbeat)
        #expect(heartbeat.rule == "break-glass-used")
        #expect(heartbeat.apiDestination == "drills")
        #expect(heartbeat.every == .seconds(900))
    }

    @Test(arguments: ["", "server: {}\nstore: {}\nstorm_control: {}\ndrill: {}\n"])
    func defaultsAreAsDocumented(sections: String) throws {
        let file = try #require(RulesFile.load(SampleRulesFile.source(SampleRulesFile.file + sections)).file)
        #expect(file.server == ServerSettings())
        #expect(file.server.host == "127.0.0.1")
        #expect(file.server.port == 8765)
        #expect(file.store == StoreSettings())
        #expect(file.store.path == "relay.db")
        #expect(file.stormControl == StormControl())
        #expect(file.drill == DrillSettings())
        #expect(file.drill.announcedWithin == .seconds(60))
        #expect(file.drill.heartbeat == nil)
    }

    @Test func aHeartbeatIsHourlyUnlessItSays() throws {
        let file = try #require(
            RulesFile.load(SampleRulesFile.source(Self.file(replacing: ", every_minutes: 15"))).file)
        #expect(file.drill.heartbeat?.every == .seconds(3600))
    }

    @Test(arguments: [("ENABLED", true), ("DISABLED", false)])
    func stormControlCanBeTurnedOff(state: String, isOn: Bool) throws {
        let text = Self.file(replacing: "role_uses: 5", with: "state: \(state), role_uses: 5")
        let file = try #require(RulesFile.load(SampleRulesFile.source(text)).file)
        #expect((file.stormControl != nil) == isOn)
        #expect(file.stormControl?.roleUses == (isOn ? 5 : nil))
    }

    /// What one change to good sections makes of them.
    @Test(arguments: [
        ("listen: 0.0.0.0:8443", "listen: 8443", "wrong-type@41:11"),
        ("listen: 0.0.0.0:8443", "listen: 0.0.0.0", "invalid-value@41:11"),
        ("listen: 0.0.0.0:8443", "listen: \"[1:2]:80\"", "invalid-value@41:11"),
        ("listen:", "port:", "unknown-key@41:3"),
        ("api_key: { key: X-Api-Key", "api_key: { key: Host", "beyond-eventbridge@43:23"),
        ("basic: { username: relay", "basic: { username: \"re:lay\"", "invalid-value@44:26"),
        ("- bearer", "- beerer", "unknown-key@45:7 missing-key@45:7"),
        (
            "- bearer: { token: \"${env:RELAY_TOKEN}\" }",
            "- { bearer: { token: \"${env:A}\" }, basic: { username: a, password: \"${env:B}\" } }",
            "conflicting-keys@45:40"
        ),
        ("\"${env:RELAY_TOKEN}\"", "hunter2", "literal-secret@45:24"),
        ("AKIAIOSFODNN7EXAMPLE", "AKIA", "out-of-range@47:24"),
        ("\"${env:RELAY_SECRET_KEY}\"", "wJalrXUtnFEMI", "literal-secret@47:65"),
        (", private_key_file: tls/relay.key", "", "missing-key@48:10"),
        ("outbox_days: 30", "outbox_days: 181", "out-of-range@51:65"),
        ("outbox_days: 30", "outbox_days: 366", "out-of-range@51:47 out-of-range@51:65"),
        ("outbox_days: 30", "outbox_days: 0", "out-of-range@51:29"),
        ("outbox_days: 30, ledger_days: 365, dedupe_days: 180", "outbox_days: 401", "out-of-range@51:29"),
        ("role_uses: 5", "state: \"off\", role_uses: 5", "invalid-value@52:25"),
        ("role_uses: 5", "state: off, role_uses: 5", "ambiguous-value@52:25"),
        ("within_seconds: 120", "within_seconds: 9", "out-of-range@52:48"),
        ("rule: break-glass-used", "rule: break-glas-used", "unknown-reference@55:22"),
        ("api_destination: drills", "api_destination: drill", "unknown-reference@55:57"),
        ("api_destination: drills", "api_destination: alerts", "drill-among-alerts@55:57"),
        ("every_minutes: 15", "every_minutes: 0", "out-of-range@55:80"),
        ("  listen: 0.0.0.0:8443\n  authorization:", "  authorization:", ""),
    ])
    func reportsWhatOneChangeBreaks(old: String, new: String, problems: String) {
        #expect(SampleRulesFile.problems(Self.file(replacing: old, with: new)).joined(separator: " ") == problems)
    }

    @Test func anAccessKeyStandsOnce() {
        let line = "- { access_key_id: AKIAIOSFODNN7EXAMPLE, secret_access_key: \"${env:RELAY_SECRET_KEY}\" }"
        let twice = Self.file(replacing: line, with: "\(line)\n    \(line)")
        #expect(SampleRulesFile.problems(twice) == ["duplicate-key@48:24"])
    }

    /// Who may send, by where a server listens and what it asks for.
    @Test(arguments: [
        ("listen: 127.0.0.1:1", ""), ("listen: \"[::1]:1\"", ""), ("listen: localhost:1", ""),
        ("listen: 0.0.0.0:1", "missing-key"), ("listen: \"[::]:1\"", "missing-key"),
        ("listen: a.example:1", "missing-key"),
        ("listen: 0.0.0.0:1\n  authorization: [{ bearer: { token: \"${env:T}\" } }]", "unencrypted"),
        (
            "listen: 0.0.0.0:1\n  authorization: [{ bearer: { token: \"${env:T}\" } }]\n"
                + "  tls: { certificate_file: a, private_key_file: b }", ""
        ),
        // Signed calls are let in, and their secret does not travel.
        (
            "listen: 0.0.0.0:1\n  access_keys: [{ access_key_id: AKIAIOSFODNN7EXAMPLE, secret_access_key: \"${env:K}\" }]",
            ""
        ),
    ])
    func anOpenServerAsksWhoSends(server: String, code: String) {
        let problems = RulesFile.load(SampleRulesFile.source("version: 1\nserver:\n  \(server)\n")).problems
        #expect(problems.map(\.code.rawValue).joined(separator: " ") == code)
    }

    /// A message to Slack names its channel: another destination alone does not keep drills out of the alerts'.
    @Test(arguments: [("", ["drill-among-alerts"]), ("channel", []), ("text", ["drill-among-alerts"])])
    func drillsInSlackHaveAChannelOfTheirOwn(key: String, codes: [String]) {
        var text = Self.file().replacing("https://drills.example.com/", with: "https://slack.com/api/chat.postMessage")
        if !key.isEmpty {
            text = text.replacing(
                "api_key: { key: Authorization",
                with:
                    "invocation_http_parameters: { body: { key: \(key), value: C0DRILLS0 } }\n      api_key: { key: Authorization"
            )
        }
        #expect(RulesFile.load(SampleRulesFile.source(text)).problems.map(\.code.rawValue) == codes)
    }
}

extension SettingsTests {
    /// A target that is sent in drills alone has a body, and with it a channel, of its own.
    @Test func drillsMayHaveATargetOfTheirOwn() {
        let text = Self.file().replacing("https://drills.example.com/", with: "https://slack.com/api/chat.postMessage")
            .replacing(
                "    targets:\n",
                with: """
                        targets:
                          drill:
                            api_destination: drills
                            only_as_otherwise: true
                            input_transformer: { input_template: '{"channel": "C0DRILLS0", "text": "<relay.who>"}' }

                    """)
        #expect(RulesFileCheck(SampleRulesFile.source(text)).problems.filter { $0.severity == .warning } == [])
    }
}

/// What destinations and targets say of handing over and of channels.
struct HandoverSettingsTests {
    private static func file(_ alerts: String = "", _ target: String = "") -> String {
        SampleRulesFile.file(
            replacing: "    http_method: POST\n",
            with: """
                    http_method: POST
                    otherwise: pager\(alerts)
                  pager:
                    connection: slack
                    invocation_endpoint: https://pager.example.com/
                    http_method: POST

                """
        ).replacing(
            "      slack:\n        api_destination: alerts",
            with: "      page: { api_destination: pager\(target) }\n      slack:\n        api_destination: alerts")
    }

    @Test func readsHowAndWhenToHandOver() throws {
        let text = Self.file("\n    otherwise_after_seconds: 300", ", only_as_otherwise: true")
        let file = try #require(RulesFile.load(SampleRulesFile.source(text)).file)
        #expect(file.apiDestination("alerts")?.failover == "pager")
        #expect(file.apiDestination("alerts")?.failoverAfterSeconds == 300)
        let pager = try #require(file.apiDestination("pager"))
        #expect(pager.failoverAfterSeconds == nil)
        #expect(file.rule("break-glass-used")?.target("page")?.isFailoverOnly == true)
        #expect(file.rule("break-glass-used")?.target("slack")?.isFailoverOnly == false)
        #expect(RulesFileCheck(SampleRulesFile.source(text)).problems.filter { $0.code == .unused } == [])
    }

    @Test func failoverDelayNeedsAFailoverDestination() {
        let text = SampleRulesFile.file(
            replacing: "http_method: POST", with: "http_method: POST\n    otherwise_after_seconds: 300")
        #expect(SampleRulesFile.problems(text) == ["missing-key@14:30"])
    }

    @Test(
        arguments: [
            ("https://slack.com/api/chat.postMessage", "", 1), ("https://a.example/", "", nil), ("${env:URL}", "", 1),
            ("https://slack.com/api/chat.postMessage", "300", 300), ("https://a.example/", "2", 2),
        ] as [(String, String, Int?)])
    func channelsHaveARateWhereThereAreSome(endpoint: String, rate: String, expected: Int?) throws {
        var text = SampleRulesFile.file(replacing: "https://slack.com/api/chat.postMessage", with: endpoint)
        if !rate.isEmpty {
            text = text.replacing(
                "http_method: POST", with: "http_method: POST\n    messages_per_second_per_channel: \(rate)")
        }
        let file = try #require(RulesFile.load(SampleRulesFile.source(text)).file)
        #expect(file.apiDestination("alerts")?.messagesPerSecondPerChannel == expected)
    }

    @Test(arguments: [
        ("otherwise_after_seconds", "0"), ("otherwise_after_seconds", "86401"),
        ("messages_per_second_per_channel", "0"), ("messages_per_second_per_channel", "301"),
    ])
    func boundsAreKept(key: String, value: String) {
        let problems = SampleRulesFile.problems(Self.file("\n    \(key): \(value)"))
        #expect(problems.count == 1 && problems[0].hasPrefix("out-of-range"))
    }

    /// A target that is sent only instead of another is never sent where none hands over to its destination.
    @Test func aTargetThatIsNeverSentIsFound() throws {
        let text = Self.file("", ", only_as_otherwise: true").replacing("    otherwise: pager\n", with: "")
        let problems = RulesFileCheck(SampleRulesFile.source(text)).problems.filter { $0.code == .unused }
        #expect(problems.map(\.message) == ["the target 'page' is never sent: nothing hands over to 'pager'"])
    }

    @Test func aDestinationOfDrillsIsUsed() {
        let messages = RulesFileCheck(SampleRulesFile.source(SettingsTests.file())).problems.map(\.message)
        #expect(!messages.contains { $0.contains("uses the API destination 'drills'") })
        let without = SettingsTests.file(
            replacing: "  heartbeat: { rule: break-glass-used, api_destination: drills, every_minutes: 15 }\n")
        let found = RulesFileCheck(SampleRulesFile.source(without)).problems.map(\.message)
        #expect(found.contains { $0.contains("uses the API destination 'drills'") })
    }
}

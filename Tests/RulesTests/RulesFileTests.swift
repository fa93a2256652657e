import Diagnostics
import InputTemplates
import RelayTesting
import SampleRules
import Testing

@testable import ConfigDocument
@testable import EventPatterns
@testable import Rules

struct RulesFileTests {
    @Test func readsEveryPart() throws {
        let (loaded, problems) = RulesFile.load(SampleRulesFile.source(SampleRulesFile.file))
        #expect(problems == [])
        let file = try #require(loaded)
        #expect(
            file.account("111122223333")
                == Account(id: "111122223333", name: "payments-prod", environment: "production", note: "Card data."))
        let connection = try #require(file.connection("slack"))
        guard case .apiKey("Authorization", let value) = connection.authorization else {
            Issue.record("\(connection)")
            return
        }
        #expect(value.references == [.environment(name: "SLACK_BOT_TOKEN")])
        let destination = try #require(file.apiDestination("alerts"))
        #expect(destination.connection == "slack")
        #expect(destination.method == .post)
        #expect(destination.invocationRateLimitPerSecond == 1)
        #expect(destination.escapesMrkdwn)
        let rule = try #require(file.rule("break-glass-used"))
        #expect(rule.state == .enabledWithAllCloudTrailManagementEvents)
        let target = try #require(rule.target("slack"))
        #expect(target.apiDestination == "alerts")
        #expect(target.retryPolicy.maximumRetryAttempts == 10)
        #expect(target.retryPolicy.maximumEventAgeInSeconds == 3600)
        #expect(file.tests.map(\.name) == ["one use"])
        #expect(file.tests.first?.events == [.file(path: "events/assume-role.json")])
        #expect(file.tests.first?.matches == ["break-glass-used"])
    }

    @Test func readsTheSameFromJSON() throws {
        let json = SampleRulesFile.json(of: SampleRulesFile.file) ?? ""
        let (loaded, problems) = RulesFile.load(SourceText(name: "relay.json", text: json))
        #expect(problems == [])
        let yaml = try #require(RulesFile.load(SampleRulesFile.source(SampleRulesFile.file)).file)
        let file = try #require(loaded)
        #expect(file.accounts == yaml.accounts)
        #expect(file.connections.map(\.authorization) == yaml.connections.map(\.authorization))
        #expect(file.apiDestinations.map(\.endpoint) == yaml.apiDestinations.map(\.endpoint))
        #expect(file.rules.map(\.patternText) == yaml.rules.map(\.patternText))
    }

    @Test func appliesEventBridgesDefaults() throws {
        let text = """
            version: 1
            connections: { c: { authorization_type: BASIC, auth_parameters: { basic: { username: u, password: "${env:P}" } } } }
            api_destinations: { d: { connection: c, invocation_endpoint: "https://a.example/", http_method: PUT } }
            rules: { r: { event_pattern: '{"a": ["b"]}', targets: { t: { api_destination: d } } }, counted: { event_pattern: { a: [b] } } }
            """
        let file = try #require(RulesFile.load(SampleRulesFile.source(text)).file)
        #expect(file.apiDestination("d")?.invocationRateLimitPerSecond == 300)
        #expect(file.apiDestination("d")?.escapesMrkdwn == false)
        #expect(file.rule("r")?.state == .enabled)
        #expect(file.rule("r")?.target("t")?.retryPolicy == RetryPolicy())
        #expect(RetryPolicy().maximumRetryAttempts == 185)
        #expect(RetryPolicy().maximumEventAgeInSeconds == 86_400)
        #expect(file.rule("counted")?.targets.isEmpty == true)
        guard let input = file.rule("r")?.target("t")?.input, case .event = input else {
            Issue.record("a target without input sends the event")
            return
        }
    }

    /// Every problem of a file in one run, in the order of the text.
    @Test func reportsEverythingAtOnce() {
        let text = """
            version: 2
            acounts: {}
            connections:
              slack:
                authorization_type: APIKEY
                auth_parameters:
                  api_key: { key: Authorization, value: hunter2 }
            api_destinations:
              alerts:
                connection: slak
                invocation_endpoint: http://slack.com/
                http_method: post
                invocation_rate_limit_per_second: 301
            rules:
              used:
                state: on
                event_pattern: { source: [aws.sts], account: [012345678901] }
                targets:
                  slack:
                    api_destination: alert
                    input_transformer:
                      input_paths: { role: detail.roleArn }
                      input_template: '{"text": "<rol>"}'
              used:
                event_pattern: []
            tests:
              - name: 7
                matches: usd
            """
        #expect(
            SampleRulesFile.problems(text) == [
                "out-of-range@1:10", "unknown-key@2:1", "invalid-value@5:25", "literal-secret@7:45",
                "unknown-reference@10:17", "invalid-value@11:26", "invalid-value@12:18", "out-of-range@13:39",
                "ambiguous-value@16:12", "ambiguous-value@17:51", "unknown-reference@20:26", "invalid-value@22:32",
                "invalid-template@23:38", "duplicate-key@24:3", "wrong-type@25:20", "missing-key@27:5",
                "wrong-type@27:11", "wrong-type@28:14",
            ])
    }

    /// What one change to a good file makes of it.
    @Test(arguments: [
        ("connection: slack", "connection: slak", "unknown-reference@11:17"),
        ("eventName: [AssumeRole]", "requestParameters: { a: [b] }", "duplicate-key@23:9"),
        ("event: events/assume-role.json", "event: { a: [{ b: 1, b: 2 }] }", "duplicate-key@34:26"),
        ("api_destination: alerts", "api_destination: alert", "unknown-reference@26:26"),
        ("[break-glass-used]", "[break-glas-used]", "unknown-reference@35:15"),
        ("http_method: POST", "http_method: POST\n    otherwise: nobody", "unknown-reference@14:16"),
        ("http_method: POST", "http_method: POST\n    otherwise: alerts", "route-loop@14:16"),
        ("<role>", "<rol>", "invalid-template@30:54"),
        ("\"text\":", "text:", "invalid-template@30:38"),
        ("$.detail.requestParameters.roleArn", "$.detail..roleArn", "invalid-path@28:40"),
        ("$.detail.requestParameters.roleArn", "detail", "invalid-value@28:32"),
        ("/BreakGlassAdmin }]", "/BreakGlassAdmin }, no]", "ambiguous-value@23:70"),
        ("chat.postMessage", "*", "parameter-count@25:7"),
        (
            "https://slack.com/api/chat.postMessage", "https://hooks.slack.com/services/T0000/B0000/x",
            "literal-secret@12:59"
        ),
        ("ALERT: <role>", "xoxb-12345678-abc <role>", "literal-secret@30:47"),
        ("a break-glass role", "https://hooks.slack.com/services/T0000/B0000/x", "literal-secret@17:68"),
        ("maximum_retry_attempts: 10", "maximum_retry_attempts: 186", "out-of-range@31:49"),
        ("maximum_retry_attempts: 10", "maximum_retry_attempts: 10.5", "wrong-type@31:49"),
        ("state: ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS", "state: enabled", "invalid-value@18:12"),
        ("${env:SLACK_BOT_TOKEN}", "${evn:SLACK_BOT_TOKEN}", "invalid-secret-reference@8:53"),
        ("Bearer ${env:SLACK_BOT_TOKEN}", "Bearer xoxb-1-2", "literal-secret@8:45"),
        ("\"111122223333\"", "11112222333", "out-of-range@3:3"),
    ])
    func reportsWhatOneChangeBreaks(old: String, new: String, problem: String) {
        #expect(SampleRulesFile.problems(SampleRulesFile.file(replacing: old, with: new)) == [problem])
    }

    @Test(arguments: [
        ("state: ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS", "stat: ENABLED", "did you mean 'state'?"),
        ("event_pattern:", "EventPattern:", "did you mean 'event_pattern'?"),
        ("api_destination: alerts", "api_destination: alert", "did you mean 'alerts'?"),
        ("api_destination: alerts", "arn: alerts", "write api_destination"),
        ("http_method: POST", "http_method: Pst", "did you mean POST?"),
        ("state: ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS", "is_enabled: true", "write state: ENABLED"),
    ])
    func suggestsWhatWasMeant(old: String, new: String, help: String) {
        let problems = RulesFile.load(SampleRulesFile.source(SampleRulesFile.file(replacing: old, with: new))).problems
        #expect(problems.contains { $0.help?.contains(help) == true }, "\(problems)")
    }

    /// However a pattern is written, its mistakes are shown where they stand in the file.
    @Test(arguments: [
        ("{ source: [{ prefx: aws. }] }", "prefx", "did you mean prefix?"),
        ("\n      source:\n        - aws.sts\n      detail: { eventName: AssumeRole }", "AssumeRole", ""),
        ("'{\"source\": [{\"prefx\": \"aws.\"}]}'", "prefx", "prefix"),
        ("\"{\\\"source\\\": [{\\\"prefx\\\": \\\"aws.\\\"}]}\"", "\\\"prefx", "prefix"),
        ("|\n      {\n        \"source\": [\"aws.sts\"],\n        \"account\": []\n      }", "[]", ""),
        ("{ source: [aws.sts], detail: { a: [{ numeric: ['>', x] }] } }", "x", "Value of >"),
        ("'{\"source\": [\"aws.sts\"'", "[", "line 4, column 32"),
        ("{ a: [{ wildcard: 'it''s **' }] }", "'it''s", ""),
    ])
    func placesMistakesOfPatterns(pattern: String, words: String, help: String) throws {
        let text = "version: 1\nrules:\n  used:\n    event_pattern: \(pattern)\n"
        let (file, problems) = RulesFile.load(SampleRulesFile.source(text))
        #expect(file == nil)
        #expect(problems.map(\.code) == [.invalidPattern], "\(problems)")
        let problem = try #require(problems.first)
        let marked = String(decoding: problem.source.bytes[problem.range.lowerBound...], as: UTF8.self)
        #expect(marked.hasPrefix(words) || marked.dropFirst().hasPrefix(words), "\(problem)")
        #expect(problem.description.contains(help), "\(problem)")
    }

    @Test func warnsOfWhatEventBridgeReadsOtherwise() {
        let twice = SampleRulesFile.file(
            replacing: "eventName: [AssumeRole]",
            with: "eventName: [AssumeRole]\n        \"requestParameters.roleArn\": [x]")
        #expect(SampleRulesFile.problems(twice) == ["contradiction@23:38"])
        let long = SampleRulesFile.file(replacing: "[AssumeRole]", with: "[\(String(repeating: "x", count: 2_048))]")
        #expect(SampleRulesFile.problems(long) == ["beyond-eventbridge@20:7"])
        let longer = SampleRulesFile.file(replacing: "[AssumeRole]", with: "[\(String(repeating: "x", count: 4_096))]")
        #expect(SampleRulesFile.problems(longer) == ["invalid-pattern@20:7"])
    }

    /// EventBridge's limits, each at the last good value and the first bad one.
    @Test(arguments: [
        ("description: Somebody took up a break-glass role", "description: ", 512),
        ("payments-prod", "", 64), ("break-glass-used:", "", 64),
    ])
    func boundsLengths(old: String, prefix: String, limit: Int) {
        let colon = old.hasSuffix(":") ? ":" : ""
        func problems(_ count: Int) -> [String] {
            let name = String(repeating: "x", count: count)
            return SampleRulesFile.problems(SampleRulesFile.file(replacing: old, with: prefix + name + colon))
                .filter { $0.hasPrefix("out-of-range") }
        }
        #expect(problems(limit) == [])
        #expect(problems(limit + 1).count == 1)
    }

    /// Headers and paths of what is added to requests.
    @Test(
        arguments: [
            ("header_parameters: { Host: x }", "beyond-eventbridge", "removes"),
            ("header_parameters: { user-agent: x }", "beyond-eventbridge", "itself"),
            ("query_string_parameters: { q: $.detail..x }", "invalid-path", "descent"),
            ("header_parameters: { X-State: $.detail.state }", nil, ""),
            ("query_string_parameters: { price: $5 }", nil, ""),
        ] as [(String, String?, String)])
    func checksWhatIsAddedToRequests(http: String, code: String?, words: String) {
        let text = SampleRulesFile.file(
            replacing: "api_destination: alerts", with: "api_destination: alerts\n        http_target: { \(http) }")
        let problems = RulesFile.load(SampleRulesFile.source(text)).problems
        #expect(problems.map(\.code.rawValue) == (code.map { [$0] } ?? []))
        #expect(problems.first?.message.contains(words) ?? true)
    }

    @Test(arguments: [("u", 0), ("a:b", 1), ("${env:U}", 0), ("a:${env:U}", 1)])
    func aUserNameHasNoColon(name: String, count: Int) {
        let text = """
            version: 1
            connections: { c: { authorization_type: BASIC, auth_parameters: { basic: { username: "\(name)", password: "${env:P}" } } } }
            """
        #expect(RulesFile.load(SampleRulesFile.source(text)).problems.count == count)
    }

    @Test(arguments: [
        (RulesFileLoader.eventBridgeRulesLimit, #"["x"]"#),
        (RulesFileLoader.eventBridgeWildcardRulesLimit, #"[{"wildcard": "x*"}]"#),
    ])
    func warnsOfMoreRulesThanABusHas(limit: Int, test: String) {
        func problems(_ count: Int) -> [Problem.Code] {
            let rules = (0..<count).map { "\"r\($0)\":{\"event_pattern\":{\"source\":\(test)}}" }.joined(separator: ",")
            return RulesFile.load(SourceText(name: "", text: "{\"version\":1,\"rules\":{\(rules)}}")).problems.map(
                \.code)
        }
        #expect(problems(limit) == [])
        #expect(problems(limit + 1) == [.beyondEventBridge])
    }

    @Test func warnsOfMoreTargetsThanEventBridgeRuns() {
        let targets = (1...6).map { "t\($0): { api_destination: alerts }" }.joined(separator: ", ")
        let text = """
            version: 1
            connections: { c: { authorization_type: BASIC, auth_parameters: { basic: { username: u, password: "${env:P}" } } } }
            api_destinations: { alerts: { connection: c, invocation_endpoint: "https://a.example/", http_method: PUT } }
            rules: { r: { event_pattern: '{"a": ["b"]}', targets: { \(targets) } } }
            """
        let (file, problems) = RulesFile.load(SampleRulesFile.source(text))
        #expect(problems.map(\.code) == [.beyondEventBridge])
        #expect(file != nil)
    }
}

/// A marker is written where a secret could be, and looked for in everything that is said about the file.
struct SecretHidingTests {
    static let marker = "hunter2-swordfish"

    @Test(arguments: [
        ("value: \"Bearer ${env:SLACK_BOT_TOKEN}\"", "value: \(marker)"),
        ("value: \"Bearer ${env:SLACK_BOT_TOKEN}\"", "valeu: \(marker)"),
        ("value: \"Bearer ${env:SLACK_BOT_TOKEN}\"", "value: \"\(marker) ${env:\(marker)}\", extra: 1"),
        ("value: \"Bearer ${env:SLACK_BOT_TOKEN}\"", "value: \"${\(marker)}\""),
        ("value: \"Bearer ${env:SLACK_BOT_TOKEN}\"", "value: [\(marker)]"),
        ("value: \"Bearer ${env:SLACK_BOT_TOKEN}\"", "value: \"\(marker)"),
        (
            "api_key: { key: Authorization, value: \"Bearer ${env:SLACK_BOT_TOKEN}\" }",
            "basic: { username: \(marker), password: \(marker) }"
        ),
        ("auth_parameters:", "auth_paramters: { password: \(marker) }\n    auth_parameters:"),
        ("chat.postMessage", "x\n    invocation_endpoint: https://hooks.slack.com/services/\(marker)"),
        ("description: Somebody", "description: \tpassword: \(marker)"),
        ("tests:", "server: { authorization: [{ bearer: { token: \(marker) } }] }\ntests:"),
        ("tests:", "server: { authorisation: [{ basic: { username: \(marker), password: \(marker) } }] }\ntests:"),
        ("tests:", "server: { access_keys: [{ access_key_id: A, secret_access_key: \(marker) }] }\ntests:"),
        ("tests:", "server: { access_keys: [{ secret_access_key: \(marker), access_key_id: \t"),
    ])
    func isNeverShown(old: String, new: String) {
        let problems = RulesFile.load(SampleRulesFile.source(SampleRulesFile.file(replacing: old, with: new))).problems
        #expect(!problems.isEmpty)
        for problem in problems {
            #expect(!problem.description.contains(Self.marker), "\(problem)")
        }
    }

    @Test func numbersAreRedactedToo() {
        let text = SampleRulesFile.file(replacing: "\"Bearer ${env:SLACK_BOT_TOKEN}\"", with: "0123456789")
        for problem in RulesFile.load(SampleRulesFile.source(text)).problems {
            #expect(!problem.description.contains("0123456789"))
        }
    }

    @Test func placesStayWhereTheyAre() throws {
        let text = SampleRulesFile.file(
            replacing: "Bearer ${env:SLACK_BOT_TOKEN}", with: "Bearer hunter2 ${env:SLACK_BOT_TOKEN}")
        let file = try #require(RulesFile.load(SampleRulesFile.source(text)).file)
        #expect(file.source.bytes.count == text.utf8.count)
        #expect(
            String(decoding: file.source.bytes, as: UTF8.self).contains("\"************** ${env:SLACK_BOT_TOKEN}\"")
                == false)
        #expect(!String(decoding: file.source.bytes, as: UTF8.self).contains("hunter2"))
        #expect(String(decoding: file.source.bytes, as: UTF8.self).contains("${env:SLACK_BOT_TOKEN}"))
    }
}

import Diagnostics
import Foundation
import JSONText
import RelayTesting
import RulesCheck
import SampleRules
import Testing

@testable import Alerts
@testable import Rules
@testable import RulesCheck

struct RelayVariablesTests {
    static let accounts = [
        Account(id: "111122223333", name: "payments-prod", environment: "production", note: nil),
        Account(id: "444455556666", name: "staging", environment: nil, note: nil),
    ]

    static func variables(_ json: String, usage: String? = nil) throws -> RelayVariables {
        RelayVariables(event: try JSONDocument(parsing: json).root, accounts: accounts, usage: usage)
    }

    @Test func ofARoleTakenUp() throws {
        let variables = try Self.variables(SampleEvent.assumeRole.json, usage: "3rd use this quarter.")
        let expected: [RelayVariable: String] = [
            .who: "alice.chen", .role: "BreakGlassAdmin", .roleARN: "arn:aws:iam::111122223333:role/BreakGlassAdmin",
            .permissionSet: "none", .account: "payments-prod (111122223333)", .accountID: "111122223333",
            .accountName: "payments-prod", .environment: "production", .region: "eu-west-1",
            .time: "2026-03-02 09:14:03 UTC", .from: "198.51.100.42", .via: "CLI", .mfa: "no", .outcome: "allowed",
            .duration: "60 minutes", .usage: "3rd use this quarter.", .eventID: "3613992e-52a6-4edb-a5f6-ecd1ce740f28",
        ]
        for variable in RelayVariable.allCases { #expect(variables[variable] == expected[variable], "\(variable)") }
    }

    @Test(arguments: [
        (SampleEvent.assumeRoleWithSAML, RelayVariable.role, "BreakGlass"),
        (.assumeRoleWithSAML, .permissionSet, "BreakGlass"),
        (.assumeRoleWithSAML, .who, "bob.osei@example.com"), (.refusedAssumeRole, .who, "mallory"),
        (.refusedAssumeRole, .role, "BreakGlassAdmin"), (.refusedAssumeRole, .outcome, "denied: AccessDenied"),
        (.switchRole, .who, "carol.diaz"), (.switchRole, .role, "BreakGlassAdmin"), (.switchRole, .via, "console"),
        (.switchRole, .duration, "as long as the session lasts"), (.switchRole, .mfa, "yes"),
        (.consoleLogin, .who, "root"), (.consoleLogin, .role, "root"),
        (.assumeRoot, .account, "staging (444455556666)"),
        (.assumeRoot, .duration, "15 minutes"), (.assumeRoot, .environment, "unknown environment"),
        (.getRoleCredentials, .permissionSet, "BreakGlass"), (.getRoleCredentials, .accountID, "111122223333"),
        // No role use: what is said is about the session that acted.
        (.stopLogging, .who, "carol.diaz"), (.stopLogging, .role, "BreakGlassAdmin"),
        (.stopLogging, .account, "payments-prod (111122223333)"), (.stopLogging, .from, "198.51.100.42"),
        (.stopLogging, .roleARN, "arn:aws:sts::111122223333:assumed-role/BreakGlassAdmin"),
    ])
    func ofEachKindOfEvent(event: SampleEvent, variable: RelayVariable, value: String) throws {
        #expect(try Self.variables(event.json)[variable] == value)
    }

    @Test(arguments: [
        (60, "1 minute"), (900, "15 minutes"), (3_600, "60 minutes"), (5_400, "90 minutes"), (7_200, "2 hours"),
        (43_200, "12 hours"), (901, "901 seconds"),
    ])
    func saysHowLong(seconds: Int, words: String) throws {
        let json = SampleEvent.assumeRole.json.replacing(
            "\"durationSeconds\": 3600", with: "\"durationSeconds\": \(seconds)")
        #expect(try Self.variables(json)[.duration] == words)
    }

    /// Nobody reading an alert should meet a blank, whatever the event lacks.
    @Test(arguments: [
        "{}", "[]", #"{"detail": null}"#, #"{"detail": {}}"#,
        #"{"detail": {"userIdentity": null, "eventName": "AssumeRole"}}"#,
        #"{"detail": {"eventSource": "sts.amazonaws.com", "eventName": "AssumeRole"}}"#,
        #"{"detail": {"eventSource": "sts.amazonaws.com", "eventName": "AssumeRole", "userIdentity": {"userName": " "}, "requestParameters": {"roleArn": ""}}}"#,
        #"{"detail": {"userIdentity": {"arn": "arn:aws:iam::111122223333:user/"}, "eventName": "X"}}"#,
    ])
    func nothingIsEverBlank(json: String) throws {
        let variables = try Self.variables(json)
        for variable in RelayVariable.allCases {
            #expect(variables[variable].contains { !$0.isWhitespace }, "\(variable)")
        }
    }

    @Test func fixturesAreNeverBlankEither() throws {
        let folder = URL(filePath: #filePath).appending(path: "../../../fixtures/events").standardizedFileURL
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        #expect(files.count > 10)
        for file in files {
            let variables = try Self.variables(try String(contentsOf: file, encoding: .utf8))
            for variable in RelayVariable.allCases {
                #expect(variables[variable].contains { !$0.isWhitespace }, "\(file.lastPathComponent) \(variable)")
            }
        }
    }

    @Test func namesAreTheTemplatesOwn() throws {
        #expect(RelayVariable.names.allSatisfy { $0.hasPrefix("relay.") })
        #expect(Set(RelayVariable.names).count == RelayVariable.allCases.count)
        #expect(Set(try Self.variables("{}").values.keys) == Set(RelayVariable.names))
    }
}

struct RenderingTests {
    private static let template =
        #"{"channel": "C0123ABCD", "text": "ALERT: <relay.who> took up <relay.role> in <relay.account>", "rule": <aws.events.rule-arn>}"#

    private static func body(_ json: String, endpoint: String = "https://slack.com/api/chat.postMessage") throws
        -> String
    {
        let text = SampleRulesFile.file(
            replacing: #"{"channel": "C0123ABCD", "text": "ALERT: <role> is in use"}"#, with: template
        )
        .replacing("https://slack.com/api/chat.postMessage", with: endpoint)
        let file = try #require(RulesFile.load(SampleRulesFile.source(text)).file)
        let rule = try #require(file.rule("break-glass-used"))
        let body = try file.body(of: try #require(rule.target("slack")), of: rule, for: try JSONDocument(parsing: json))
        return String(decoding: body, as: UTF8.self).split(whereSeparator: \.isNewline).joined()
    }

    @Test func putsTheVariablesIntoTheTemplate() throws {
        #expect(
            try Self.body(SampleEvent.assumeRole.json)
                == #"{"channel": "C0123ABCD", "text": "ALERT: alice.chen took up BreakGlassAdmin in payments-prod (111122223333)", "rule": "arn:aws:events:eu-west-1:111122223333:rule/break-glass-used"}"#
        )
    }

    /// A session name is attacker-chosen text: it may neither mention anybody nor leave its string.
    @Test(arguments: [#"<!channel>"#, #"\"},\"x\":\""#, #"<https://evil.example|click>"#, #"\u003c!here\u003e"#])
    func hostileNamesStayText(name: String) throws {
        let json = SampleEvent.assumeRole.json.replacing(
            "\"userName\": \"alice.chen\"", with: "\"userName\": \"\(name)\"")
        let body = try JSONDocument(parsing: try Self.body(json))
        #expect(body.root.members.map(\.name) == ["channel", "text", "rule"])
        let text = try #require(body.root["text"]?.string)
        #expect(!text.contains("<!") && !text.contains("<https"))
    }

    @Test func otherDestinationsGetTheTextAsItIs() throws {
        let json = SampleEvent.assumeRole.json.replacing(
            "\"userName\": \"alice.chen\"", with: "\"userName\": \"a<b>&c\"")
        let body = try JSONDocument(parsing: try Self.body(json, endpoint: "https://example.org/hook"))
        #expect(body.root["text"]?.string?.hasPrefix("ALERT: a<b>&c took") == true)
    }
}

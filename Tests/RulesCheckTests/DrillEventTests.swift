import CloudTrail
import Diagnostics
import EventPatterns
import Foundation
import JSONText
import RelayTesting
import SampleRules
import SeededGenerators
import Testing

@testable import Rules
@testable import RulesCheck
@testable import TextFormats

struct DrillEventTests {
    static let eventID = "0b9e1c50-0000-4000-8000-00000000d1d1"
    static let time = Timestamp(milliseconds: 1_772_442_847_250)

    /// A rule with one target and this pattern.
    static func rule(_ pattern: String, _ more: String = "targets: { t: { api_destination: d } }") throws -> Rule {
        let text = """
            version: 1
            connections: { c: { authorization_type: BASIC, auth_parameters: { basic: { username: u, password: "${env:P}" } } } }
            api_destinations: { d: { connection: c, invocation_endpoint: "https://a.example/", http_method: POST } }
            rules: { r: { event_pattern: \(JSONString.quoted(pattern)), \(more) } }
            """
        return try #require(RulesFile.load(SampleRulesFile.source(text)).file?.rule("r"))
    }

    static func event(for rule: Rule) throws -> JSONValue {
        let event = try DrillEvent(for: rule, eventID: eventID, time: time)
        #expect(event.eventID == eventID)
        #expect(try rule.pattern.matches(FlatEvent(parsing: event.text)))
        return try JSONDocument(parsing: event.text).root
    }

    /// Patterns as rules files have them, and what the event says where they ask.
    @Test(
        arguments: [
            (#"{"source":["aws.sts"],"detail":{"eventName":["AssumeRole"]}}"#, ["detail", "eventName"], "AssumeRole"),
            (
                #"{"detail":{"requestParameters":{"roleArn":[{"suffix":"/OrdersAdmin"}]}}}"#,
                ["detail", "requestParameters", "roleArn"], "arn:aws:iam::111122223333:role/OrdersAdmin"
            ),
            (
                #"{"detail":{"requestParameters":{"roleArn":[{"suffix":"OrdersAdmin"}]}}}"#,
                ["detail", "requestParameters", "roleArn"], "arn:aws:iam::111122223333:role/OrdersAdmin"
            ),
            (
                #"{"detail":{"requestParameters":{"roleArn":[{"wildcard":"*:role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_Emergency_*"}]}}}"#,
                ["detail", "requestParameters", "roleArn"],
                "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Emergency_1f2e3d4c5b6a7988"
            ),
            (
                #"{"detail":{"requestParameters":{"roleArn":[{"prefix":"arn:aws:iam::999988887777:role/emergency/"}]}}}"#,
                ["account"], "999988887777"
            ),
            (#"{"account":["999988887777"]}"#, ["detail", "recipientAccountId"], "999988887777"),
            (
                #"{"detail":{"eventName":["AssumeRole"],"errorCode":["AccessDenied"],"errorMessage":[{"suffix":"/OrdersAdmin"}]}}"#,
                ["detail", "errorMessage"],
                "User: arn:aws:iam::777788889999:user/relay-drill is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::111122223333:role/OrdersAdmin"
            ),
            (#"{"detail":{"userIdentity":{"type":["Root"]}}}"#, ["detail", "eventName"], "ConsoleLogin"),
            (
                #"{"detail":{"sourceIPAddress":[{"cidr":"203.0.113.128/25"}]}}"#, ["detail", "sourceIPAddress"],
                "203.0.113.128"
            ),
            (
                #"{"detail":{"sourceIPAddress":[{"anything-but":["198.51.100.42"]}]}}"#, ["detail", "sourceIPAddress"],
                "relay-drill"
            ),
            (#"{"detail":{"tls":{"tlsVersion":["TLSv1.3"]}}}"#, ["detail", "tls", "tlsVersion"], "TLSv1.3"),
            (#"{"detail.eventName":[{"equals-ignore-case":"assumerole"}]}"#, ["detail", "eventName"], "AssumeRole"),
        ] as [(String, [String], String)])
    func saysWhatThePatternAsksFor(pattern: String, path: [String], value: String) throws {
        let event = try Self.event(for: Self.rule(pattern))
        #expect(path.reduce(event) { $0?[$1] }?.string == value)
    }

    @Test func hasThePresentTimeAndAMadeUpCaller() throws {
        let rule = try Self.rule(#"{"detail":{"eventName":["AssumeRole"]}}"#)
        let event = try DrillEvent(for: rule, eventID: Self.eventID, time: Self.time)
        let root = try JSONDocument(parsing: event.text).root
        #expect(root["id"]?.string == Self.eventID)
        #expect(root["time"]?.string == Self.time.secondsText)
        #expect(root["detail"]?["eventID"]?.string == Self.eventID)
        #expect(root["detail"]?["eventTime"]?.string == Self.time.secondsText)
        let use = try #require(RoleUse(event: root))
        #expect(use.who == "relay-drill")
        #expect(use.roleName == "BreakGlassAdmin")
        #expect(!String(decoding: event.text, as: UTF8.self).contains("alice"))
    }

    /// A role that the pattern names is the role of the whole record: in what was asked, answered and touched.
    @Test func aRoleIsTheSameThroughout() throws {
        let arn = "arn:aws:iam::999988887777:role/emergency/OrdersAdmin"
        let event = try Self.event(for: Self.rule(#"{"detail":{"requestParameters":{"roleArn":["\#(arn)"]}}}"#))
        #expect(event["detail"]?["resources"]?.elements.first?["ARN"]?.string == arn)
        #expect(event["detail"]?["recipientAccountId"]?.string == "999988887777")
        let use = try #require(RoleUse(event: event))
        #expect(use.roleName == "OrdersAdmin")
        #expect(use.account == "999988887777")
    }

    @Test(
        arguments: [
            (#"{"detail":{"n":[{"numeric":[">",5]}]}}"#, "6"), (#"{"detail":{"n":[{"numeric":["<",-5]}]}}"#, "-6"),
            (#"{"detail":{"n":[{"numeric":["=",3.5e2]}]}}"#, "350"),
            (#"{"detail":{"n":[{"numeric":[">",0,"<",1]}]}}"#, "0.5"),
            (#"{"detail":{"n":[{"numeric":[">=",0.25,"<",1]}]}}"#, "25e-2"), (#"{"detail":{"n":[42]}}"#, "42"),
            (#"{"detail":{"n":[{"numeric":[">",1e300]}]}}"#, nil),
        ] as [(String, String?)])
    func findsNumbers(pattern: String, number: String?) throws {
        let rule = try Self.rule(pattern)
        guard let number else {
            let error = #expect(throws: DrillEventError.self) {
                try DrillEvent(for: rule, eventID: Self.eventID, time: Self.time)
            }
            #expect(error?.reason == .unsatisfiable(path: Array("detail.n".utf8)))
            return
        }
        #expect(try Self.event(for: rule)["detail"]?["n"]?.number == number)
    }

    @Test(
        arguments: [
            (#"{"detail":{"eventName":[{"cidr":"2001:db8::/32"}]}}"#, "2001:db8:0:0:0:0:0:0"),
            (
                #"{"detail":{"eventName":[{"anything-but":{"prefix":["relay","Ass"]}}],"x":["y"],"errorCode":["z"]}}"#,
                nil
            ),
            (#"{"detail":{"eventName":[{"equals-ignore-case":"ǅ"}]}}"#, "ǆ"),
        ] as [(String, String?)])
    func findsOtherValues(pattern: String, value: String?) throws {
        let event = try Self.event(for: Self.rule(pattern))
        if let value { #expect(event["detail"]?["eventName"]?.string == value) }
    }

    @Test(arguments: [
        // Where one key is a value and a way on at once.
        #"{"a":["x"],"a":{"b":["y"]}}"#, #"{"a":{"b":["y"]},"a":["x"]}"#,
        #"{"detail":["x"],"detail":{"eventName":["y"]}}"#,
        #"{"resources":["arn:x"]}"#, #"{"resources":{"ARN":["x"],"type":["y"]}}"#,
        #"{"a.b.c":["x"],"a":{"b.d":["y"]}}"#,
        #"{"a":[{"exists":false}],"detail":{"userIdentity":{"type":[{"exists":false}]}}}"#, #"{"a":[null,true]}"#,
        #"{"detail":{"userIdentity":["nobody"]}}"#, #"{"detail":{"eventName":[{"exists":false}]}}"#,
        #"{"$or":[{"a":["x"]},{"b":["y"]}],"c":[{"anything-but":[1,2]}]}"#, #"{"a":[{"anything-but":["", "-"]}]}"#,
        #"{"a":[{"wildcard":"a*b*c\\*"}]}"#, #"{"a":[{"prefix":{"equals-ignore-case":"AbC"}}]}"#, #"{"":["x"]}"#,
    ])
    func findsAWay(pattern: String) throws {
        _ = try Self.event(for: Self.rule(pattern))
    }

    @Test(arguments: [
        (#"{"detail":{"eventID":["one"]}}"#, DrillEventError.Reason.fixedEventID),
        (#"{"a":["\ud800"]}"#, .unsatisfiable(path: nil)),
    ])
    func explainsWhyNoEventCanBeMade(pattern: String, reason: DrillEventError.Reason) throws {
        let rule = try Self.rule(pattern)
        let error = #expect(throws: DrillEventError.self) {
            try DrillEvent(for: rule, eventID: Self.eventID, time: Self.time)
        }
        #expect(error?.reason == reason)
    }

    @Test func deepFieldsAreNotMadeUp() throws {
        func pattern(_ depth: Int) -> String {
            String(repeating: #"{"a":"#, count: depth) + #"["x"]"# + String(repeating: "}", count: depth)
        }
        _ = try Self.event(for: Self.rule(pattern(DrillEventBuilder.pathDepthLimit)))
        #expect(throws: DrillEventError.self) {
            try DrillEvent(
                for: Self.rule(pattern(DrillEventBuilder.pathDepthLimit + 1)), eventID: Self.eventID, time: Self.time)
        }
    }

    @Test(arguments: [
        ("state: DISABLED, targets: { t: { api_destination: d } }", DrillEventError.Reason.disabled),
        ("targets: {}", .noTargets), ("targets: { t: { api_destination: d, only_as_otherwise: true } }", .noTargets),
    ])
    func aDrillNeedsSomethingToSend(more: String, reason: DrillEventError.Reason) throws {
        let rule = try Self.rule(#"{"source":["aws.sts"]}"#, more)
        let error = #expect(throws: DrillEventError.self) {
            try DrillEvent(for: rule, eventID: Self.eventID, time: Self.time)
        }
        #expect(error?.reason == reason)
        #expect(error?.description.contains("'r'") == true)
    }

    /// Every pattern of the cases that something matches: an event that matches too, or a refusal.
    @Test func everyPatternGetsAnEventOrARefusal() throws {
        let patterns = try Self.casePatterns()
        #expect(patterns.count > 60)
        let refused = try patterns.count { try !Self.isDrilled($0) }
        // A way round each pattern is not promised; one for nearly all is.
        #expect(refused * 20 < patterns.count, "\(refused) of \(patterns.count)")
    }

    @Test(arguments: 0..<4)
    func randomPatternsToo(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        var refused = 0
        for _ in 0..<60 where try !Self.isDrilled(RandomPattern.text(&random)) { refused += 1 }
        #expect(refused < 10, "\(refused)")
    }

    /// Whether an event was found; one that was found matches.
    private static func isDrilled(_ pattern: String) throws -> Bool {
        let rule = try rule(pattern)
        do throws(DrillEventError) {
            let event = try DrillEvent(for: rule, eventID: eventID, time: time)
            let flat = try? FlatEvent(parsing: event.text)
            #expect(flat.map(rule.pattern.matches) == true, "\(pattern)")
            return true
        } catch {
            guard case .unsatisfiable = error.reason else {
                Issue.record("\(pattern): \(error)")
                return true
            }
            return false
        }
    }

    private struct Case: Decodable {
        let pattern: String
        let expect: String
    }

    /// Different valid patterns that some event of the cases matches.
    private static func casePatterns() throws -> [String] {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../fixtures/patterns/cases/verdicts.json").standardizedFileURL
        let cases = try JSONDecoder().decode([Case].self, from: Data(contentsOf: file))
        return Set(cases.filter { $0.expect == "match" }.map(\.pattern)).sorted()
    }

    @Test func everyRuleOfTheDemoCanBeDrilled() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../fixtures")
        let bytes = try Data(contentsOf: folder.appending(path: "relay.yaml").standardizedFileURL)
        let file = try #require(RulesFile.load(SourceText(name: "relay.yaml", bytes: Array(bytes))).file)
        for rule in file.rules { #expect(RoleUse(event: try Self.event(for: rule)) != nil, "\(rule.name)") }
    }

    @Test(arguments: ["arn:aws:iam::123456789012:role/emergency/OrdersAdmin", nil])
    func everyRuleOfAFirstFileCanBeDrilled(arn: String?) throws {
        let role = try arn.map { try InitialRulesFile.Role(arn: $0) } ?? .init(permissionSet: "Emergency")
        let text = try InitialRulesFile(role: role, channel: nil).text
        let file = try #require(RulesFile.load(SampleRulesFile.source(text)).file)
        let rules = file.rules.filter { !$0.targets.isEmpty }
        #expect(!rules.isEmpty)
        for rule in rules {
            #expect(RoleUse(event: try Self.event(for: rule)) != nil, "\(rule.name)")
        }
    }
}

/// An event that is given for a drill.
struct GivenDrillEventTests {
    static let rule = #"{"detail":{"eventName":["AssumeRole"]}}"#

    @Test func getsAnIdAndATimeOfItsOwn() throws {
        let given = """
            {"id":"real","time":"2020-01-01T00:00:00Z","detail":{"eventName":"AssumeRole","eventID":"real",\
            "sharedEventID":"real","eventTime":"2020-01-01T00:00:00Z","requestID":"kept"}}
            """
        let event = try DrillEvent(
            adapting: Array(given.utf8), for: DrillEventTests.rule(Self.rule), eventID: DrillEventTests.eventID,
            time: DrillEventTests.time)
        let text = String(decoding: event.text, as: UTF8.self)
        #expect(!text.contains("real") && !text.contains("2020"))
        #expect(text.contains("\"requestID\":\"kept\""))
        #expect(event.eventID == DrillEventTests.eventID)
    }

    @Test(arguments: [
        (#"{"detail":{"eventName":"StopLogging"}}"#, DrillEventError.Reason.doesNotMatch), ("[]", .notAnEvent),
        ("{", .notAnEvent),
    ])
    func isRefused(given: String, reason: DrillEventError.Reason) throws {
        let rule = try DrillEventTests.rule(Self.rule)
        let error = #expect(throws: DrillEventError.self) {
            try DrillEvent(
                adapting: Array(given.utf8), for: rule, eventID: DrillEventTests.eventID, time: DrillEventTests.time)
        }
        #expect(error?.reason == reason)
    }
}

/// Patterns of a few fields with a few tests each, over names that records have and some that they do not.
enum RandomPattern {
    private static let fields = [
        "source", "account", "detail.eventName", "detail.userIdentity.type", "detail.requestParameters.roleArn",
        "detail.errorCode", "detail.resources.ARN", "detail.resources.type", "detail.x", "detail.x.y", "y.z",
    ]
    private static let tests = [
        #""a""#, #""aws.sts""#, "7", "null", "true", #"{"prefix":"arn:aws:iam::"}"#, #"{"suffix":"/Admin"}"#,
        #"{"wildcard":"*Break*_*"}"#, #"{"exists":true}"#, #"{"exists":false}"#, #"{"anything-but":["a","aws.sts"]}"#,
        #"{"anything-but":{"prefix":"A"}}"#, #"{"numeric":[">",3,"<=",9]}"#, #"{"cidr":"10.0.0.0/8"}"#,
        #"{"equals-ignore-case":"AssumeRole"}"#, #"{"prefix":{"equals-ignore-case":"assume"}}"#,
    ]

    static func text(_ random: inout SeededRandom) -> String {
        var branches: [String] = []
        for _ in 0..<2 { branches.append("{\(members(&random))}") }
        let fork = random.below(3) == 0 ? ",\"$or\":[\(branches.joined(separator: ","))]" : ""
        return "{\(members(&random))\(fork)}"
    }

    private static func members(_ random: inout SeededRandom) -> String {
        var names = fields.shuffled(using: &random).prefix(1 + random.below(4))[...]
        var members: [String] = []
        while let name = names.popFirst() {
            let list = tests.shuffled(using: &random).prefix(1 + random.below(2)).joined(separator: ",")
            members.append("\"\(name)\":[\(list)]")
        }
        return members.joined(separator: ",")
    }
}

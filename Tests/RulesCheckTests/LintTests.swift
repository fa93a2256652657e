import Diagnostics
import RelayTesting
import SampleRules
import Testing

@testable import CloudTrail
@testable import ConfigDocument
@testable import Rules
@testable import RulesCheck

/// One row per trap: a pattern that falls into it, the words that are marked, and what to write instead.
struct LintTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let pattern: String
        let code: Problem.Code
        let marked: String
        let help: String
        let state: String
        var testDescription: String { pattern }

        init(
            _ pattern: String, _ code: Problem.Code, _ marked: String, _ help: String,
            state: String = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"
        ) {
            self.pattern = pattern
            self.code = code
            self.marked = marked
            self.help = help
            self.state = state
        }
    }

    static func file(_ pattern: String, state: String) -> String {
        """
        version: 1
        rules:
          used:
            state: \(state)
            event_pattern: \(pattern)

        """
    }

    static func problems(_ pattern: String, state: String) throws -> [Problem] {
        let source = SourceText(name: "relay.yaml", text: file(pattern, state: state))
        let (file, problems) = RulesFile.load(source)
        #expect(problems == [], "\(problems)")
        return Lints.problems(in: try #require(file)) + UnusedDefinitions.problems(in: try #require(file))
    }

    private static func role(_ arn: String) -> String {
        #"{"detail": {"eventName": ["AssumeRole"], "requestParameters": {"roleArn": [\#(arn)]}}}"#
    }

    private static func session(_ arn: String) -> String {
        #"{"detail": {"eventSource": ["s3.amazonaws.com"], "userIdentity": {"arn": [\#(arn)]}}}"#
    }

    static let roleForms = [
        Row(
            role(#""arn:aws:sts::111122223333:assumed-role/Admin/alice""#), .roleForm, #""arn:aws:sts"#,
            "arn:aws:iam::111122223333:role/Admin"),
        Row(role(#"{"wildcard": "*:assumed-role/Admin/*"}"#), .roleForm, #""*:assumed"#, "arn:aws:iam::*:role/Admin"),
        Row(
            session(#""arn:aws:iam::111122223333:role/ops/Admin""#), .assumedRoleForm, #""arn:aws:iam"#,
            "arn:aws:sts::111122223333:assumed-role/Admin/*"),
        Row(
            session(#"{"prefix": "arn:aws:iam::111122223333:role/Admin"}"#), .assumedRoleForm, #""arn:aws:iam"#,
            "sessionIssuer.arn"),
        Row(
            session(#""arn:aws:sts::111122223333:assumed-role/Admin""#), .assumedRoleForm, #""arn:aws:sts"#,
            "assumed-role/Admin/*"),
        Row(
            session(#"{"wildcard": "*:assumed-role/Admin"}"#), .assumedRoleForm, #""*:assumed"#, "assumed-role/Admin/*"),
        Row(
            session(#"{"wildcard": "*assumed-role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_BG_*/*"}"#),
            .assumedRoleForm,
            #""*assumed-role/aws"#, "assumed-role/AWSReservedSSO_BG_*"),
        Row(
            session(#""arn:aws:sts::111122223333:assumed-role/Admin/*""#), .roleARN, #""arn"#,
            #"{"wildcard": "arn:aws:sts"#),
        Row(role(#"{"prefix": "arn:aws:iam::*:role/Admin"}"#), .roleARN, #""arn:aws:iam::*"#, "wildcard"),
        Row(role(#""arn:aws:iam:111122223333:role/Admin""#), .roleARN, #""arn"#, "arn:aws:iam::111122223333:role/NAME"),
        Row(role(#""arn:aws:iam::11112222333:role/Admin""#), .roleARN, #""arn"#, "role/NAME"),
        Row(role(#""arn:aws:iam::111122223333:user/Admin""#), .roleARN, #""arn"#, "role/NAME"),
        Row(
            role(#""arn:aws:iam::111122223333:role/AWSReservedSSO_BG_0123456789abcdef""#), .missingPath, #""arn"#,
            "sso.amazonaws.com/*AWSReservedSSO_BG_*"),
        Row(
            role(#"{"wildcard": "arn:aws:iam::*:role/AWSReservedSSO_BG_*"}"#), .missingPath, #""arn:aws:iam::*"#,
            "aws-reserved"),
        Row(
            role(#"{"prefix": "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_BG"}"#),
            .missingPath, #""arn"#,
            "sso.amazonaws.com/*AWSReservedSSO_BG_*"),
        Row(role(#"{"suffix": "/AWSReservedSSO_BG"}"#), .missingPath, #""/AWS"#, "*/AWSReservedSSO_BG_*"),
    ]

    static let values = [
        Row(
            #"{"account": [111122223333], "detail": {"eventName": ["X"]}}"#, .neverMatches, "111122223333",
            #""111122223333""#),
        Row(
            #"{"account": ["11112222333"], "detail": {"eventName": ["X"]}}"#, .neverMatches, #""1111"#, "event history"),
        Row(
            #"{"region": ["us-east1"], "detail": {"eventName": ["X"]}}"#, .neverMatches, #""us-east1""#, "event history"
        ),
        Row(
            #"{"region": ["us-east-1a"], "detail": {"eventName": ["X"]}}"#, .neverMatches, #""us-east-1a""#,
            #""us-east-1""#),
        Row(#"{"detail": {"awsRegion": ["EU-WEST-1"], "eventName": ["X"]}}"#, .neverMatches, #""EU"#, #""eu-west-1""#),
        Row(
            #"{"source": ["sts.amazonaws.com"], "detail": {"eventName": ["X"]}}"#, .neverMatches, #""sts"#,
            #""aws.sts""#),
        Row(#"{"source": ["aws.STS"], "detail": {"eventName": ["X"]}}"#, .neverMatches, #""aws.STS""#, #""aws.sts""#),
        Row(
            #"{"detail": {"eventSource": ["aws.iam"], "eventName": ["X"]}}"#, .neverMatches, #""aws.iam""#,
            #""iam.amazonaws.com""#),
        Row(
            #"{"detail": {"eventSource": ["sts.eu-west-1.amazonaws.com"], "eventName": ["X"]}}"#, .neverMatches,
            #""sts"#, #""sts.amazonaws.com""#),
        Row(#"{"detail": {"eventName": ["sts:AssumeRole"]}}"#, .neverMatches, #""sts"#, #""AssumeRole""#),
        Row(#"{"detail": {"eventName": ["AssumeRole*"]}}"#, .neverMatches, #""Assume"#, "wildcard"),
        Row(#"{"detail": {"eventName": ["AssumeRoleWithSaml"]}}"#, .neverMatches, #""Assume"#, "AssumeRoleWithSAML"),
        Row(#"{"detail": {"eventName": ["consolelogin"]}}"#, .neverMatches, #""console"#, "ConsoleLogin"),
        Row(#"{"detail": {"eventType": ["AwsApicall"], "eventName": ["X"]}}"#, .neverMatches, #""AwsA"#, "AwsApiCall"),
        Row(#"{"detail": {"userIdentity": {"type": ["assumed-role"]}}}"#, .neverMatches, #""assumed"#, "AssumedRole"),
        Row(
            #"{"detail": {"eventCategory": ["management"], "eventName": ["X"]}}"#, .neverMatches, #""manage"#,
            "Management"),
        Row(
            #"{"detail": {"eventName": ["ConsoleLogin"], "responseElements": {"ConsoleLogin": ["success"]}}}"#,
            .neverMatches, #""success""#, "Success"),
        Row(
            #"{"detail": {"userIdentity": {"sessionContext": {"attributes": {"mfaAuthenticated": [false]}}}}}"#,
            .neverMatches, "false",
            #""false""#),
        Row(
            #"{"detail": {"eventName": ["X"], "additionalEventData": {"MFAUsed": [false]}}}"#, .neverMatches, "false",
            #""No""#),
        Row(#"{"detail": {"eventName": ["X"], "readOnly": ["true"]}}"#, .neverMatches, #""true""#, "true"),
        Row(#"{"detail": {"eventName": ["X"], "errorCode": [null]}}"#, .neverMatches, "null", "exists"),
        Row(#"{"detail": {"eventName": ["X"], "sourceIPAddress": ["10.0.0.0/8"]}}"#, .neverMatches, #""10"#, "cidr"),
    ]

    static let fields = [
        Row(#"{"detailType": ["x"], "detail": {"eventName": ["X"]}}"#, .neverMatches, #""detailType""#, "detail-type"),
        Row(
            #"{"detail": {"eventName": ["X"], "useridentity": {"type": ["Root"]}}}"#, .neverMatches, #""type""#,
            "userIdentity"),
        Row(#"{"detail": {"eventName": ["X"], "userIdentity": {"ARN": ["x"]}}}"#, .neverMatches, #""ARN""#, "'arn'"),
        Row(
            #"{"detail": {"eventName": ["X"], "requestParameters": [{"exists": true}]}}"#, .neverMatches, "true",
            "requestParameters.roleArn"),
        Row(
            #"{"detail": {"eventName": ["SwitchRole"], "requestParameters": {"roleArn": ["arn:aws:iam::111122223333:role/A"]}}}"#,
            .neverMatches,
            #""roleArn""#, "userIdentity.arn"),
        Row(
            #"{"detail": {"eventName": ["GetRoleCredentials"], "requestParameters": {"role_name": ["A"]}}}"#,
            .neverMatches, #""role_name""#,
            "serviceEventDetails"),
        Row(
            #"{"detail": {"eventName": ["AssumeRole"], "errorCode": ["AccessDenied"], "requestParameters": {"roleArn": [{"suffix": "/A"}]}}}"#,
            .neverMatches, #""roleArn""#, "errorMessage"),
        Row(
            #"{"detail": {"userIdentity": {"type": ["AssumedRole"], "userName": ["alice"]}}}"#, .neverMatches,
            #""userName""#, "principalId"),
    ]

    static let combinations = [
        Row(
            #"{"detail-type": ["AWS API call via CloudTrail"], "detail": {"eventName": ["X"]}}"#, .detailType,
            #""AWS API call"#, "AWS API Call via CloudTrail"),
        Row(
            #"{"detail-type": ["AWS Api Call via Cloudtrail"]}"#, .detailType, #""AWS Api"#,
            "AWS API Call via CloudTrail"),
        Row(
            #"{"detail-type": ["AWS Console Sign In via CloudTrail"], "detail": {"eventName": ["ConsoleLogin"]}}"#,
            .detailType, #""AWS Console Sign In"#, "AWS Console Signin via CloudTrail"),
        Row(
            #"{"detail-type": ["AWS API Call via CloudTrail"], "detail": {"eventName": ["AssumeRole", "SwitchRole"]}}"#,
            .detailType, #""SwitchRole""#, "detail-type"),
        Row(
            #"{"source": ["aws.sts"], "detail": {"eventName": ["ConsoleLogin"]}}"#, .contradiction, #""ConsoleLogin""#,
            "aws.signin"),
        Row(
            #"{"source": ["aws.iam"], "detail": {"eventSource": ["sts.amazonaws.com"]}}"#, .contradiction,
            #""eventSource""#, "one of the two"),
        Row(
            #"{"source": ["aws.sts"], "detail": {"eventSource": [{"anything-but": ["sts.amazonaws.com"]}]}}"#,
            .contradiction, #""eventSource""#, "one of the two"),
        Row(
            #"{"region": ["us-east-1"], "detail": {"awsRegion": ["eu-west-1"], "eventName": ["X"]}}"#, .contradiction,
            #""awsRegion""#, "one of the two"),
        Row(#"{"detail": {"eventName": ["X", {"anything-but": ["X"]}]}}"#, .contradiction, #""X""#, "leave one"),
        Row(
            #"{"detail": {"eventName": [{"anything-but": "X"}, {"anything-but": "Y"}]}}"#, .contradiction, #""Y""#,
            "anything-but"),
        Row(
            #"{"detail": {"eventName": ["AssumeRole"]}}"#, .readOnlyEvent, "ENABLED", "ENABLED_WITH_ALL",
            state: "ENABLED"),
        Row(
            #"{"detail": {"eventName": [{"prefix": "AssumeRole"}]}}"#, .readOnlyEvent, "ENABLED", "ENABLED_WITH_ALL",
            state: "ENABLED"),
        Row(
            #"{"detail": {"eventName": ["DescribeInstances"]}}"#, .readOnlyEvent, "ENABLED", "ENABLED_WITH_ALL",
            state: "ENABLED"),
    ]

    @Test(arguments: roleForms + values + fields + combinations)
    func findsTheTrap(_ row: Row) throws {
        let problems = try Self.problems(row.pattern, state: row.state)
        #expect(problems.map(\.code) == [row.code], "\(problems)")
        let problem = try #require(problems.first)
        let text = problem.source.bytes[problem.range.lowerBound...]
        #expect(String(decoding: text, as: UTF8.self).hasPrefix(row.marked))
        #expect(problem.help?.contains(row.help) == true, "\(problem)")
        #expect(problem.severity == .warning)
    }

    /// Patterns as they should be; a lint that cries wolf is turned off.
    @Test(arguments: [
        role(#""arn:aws:iam::111122223333:role/emergency/BreakGlassAdmin""#),
        role(#"{"suffix": "/BreakGlassAdmin"}, {"wildcard": "*/AWSReservedSSO_BreakGlass_*"}"#),
        role(#"{"wildcard": "arn:aws:iam::*:role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_BreakGlass_*"}"#),
        role(
            #""arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_BG_0123456789abcdef""#
        ),
        role(#""arn:aws-us-gov:iam::111122223333:role/Admin""#),
        session(#"{"wildcard": "arn:aws:sts::111122223333:assumed-role/Admin/*"}"#),
        session(#"{"prefix": "arn:aws:sts::111122223333:assumed-role/Admin/"}"#),
        session(#""arn:aws:sts::111122223333:assumed-role/Admin/alice", "arn:aws:iam::111122223333:user/ops/bob""#),
        #"{"source": ["aws.sts"], "detail-type": ["AWS API Call via CloudTrail"], "detail": {"eventSource": ["sts.amazonaws.com"], "eventName": ["AssumeRole", "AssumeRoleWithSAML"], "errorCode": [{"exists": false}]}}"#,
        #"{"source": ["aws.signin"], "detail-type": ["AWS Console Sign In via CloudTrail", "AWS Console Signin via CloudTrail"], "detail": {"eventName": ["ConsoleLogin"], "userIdentity": {"type": ["Root"]}, "responseElements": {"ConsoleLogin": ["Success"]}}}"#,
        #"{"source": ["aws.ec2"], "detail-type": ["EC2 Instance State-change Notification"], "detail": {"state": ["stopped"]}}"#,
        #"{"source": ["com.example.app"], "account": ["111122223333"], "detail": {"errorCode": [null], "readOnly": ["true"]}}"#,
        #"{"account": [{"anything-but": "111122223333"}], "region": ["us-gov-west-1", "eusc-de-east-1", "ap-southeast-7"], "detail": {"eventName": ["StopLogging"]}}"#,
        #"{"$or": [{"source": ["aws.signin"], "detail": {"eventName": ["ConsoleLogin"]}}, {"source": ["aws.sts"], "detail": {"eventName": ["AssumeRoot"]}}]}"#,
        #"{"detail": {"eventName": ["AssumeRole"], "errorCode": ["AccessDenied"], "errorMessage": [{"suffix": "/BreakGlassAdmin"}]}}"#,
        #"{"detail": {"requestParameters": {"omitted": [true]}, "resources": {"ARN": [{"suffix": "/BreakGlassAdmin"}]}, "eventName": ["AssumeRole"]}}"#,
        #"{"detail": {"userIdentity": {"sessionContext": {"sessionIssuer": {"arn": ["arn:aws:iam::111122223333:role/A"]}, "attributes": {"mfaAuthenticated": ["false"]}}}}}"#,
        #"{"source": [{"prefix": "aws."}], "detail": {"eventSource": [{"anything-but": "sts.amazonaws.com"}], "eventName": ["X"]}}"#,
    ])
    func findsNothingWrong(pattern: String) throws {
        let problems = try Self.problems(pattern, state: "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS")
        #expect(problems == [], "\(problems)")
    }

    @Test(arguments: ["GetFederationToken", "StopLogging", "GetObject", "ConsoleLogin"])
    func plainEnabledIsEnoughForOtherEvents(name: String) throws {
        let problems = try Self.problems(#"{"detail": {"eventName": ["\#(name)"]}}"#, state: "ENABLED")
        #expect(problems == [], "\(problems)")
    }

    @Test func aDisabledRuleIsLeftAlone() throws {
        #expect(try Self.problems(#"{"detail": {"eventName": ["consolelogin"]}}"#, state: "DISABLED") == [])
    }

    @Test func findsWhatNothingRefersTo() throws {
        let text = SampleRulesFile.file(
            replacing: "api_destinations:\n",
            with: """
                  idle:
                    authorization_type: BASIC
                    auth_parameters: { basic: { username: u, password: "${env:P}" } }
                api_destinations:
                  spare: { connection: slack, invocation_endpoint: "https://a.example/", http_method: POST }

                """)
        let file = try #require(RulesFile.load(SampleRulesFile.source(text)).file)
        #expect(UnusedDefinitions.problems(in: file).map(\.code) == [.unused, .unused])
        #expect(UnusedDefinitions.problems(in: file).map(\.message).joined().contains("'spare'"))
        #expect(UnusedDefinitions.problems(in: file).map(\.message).joined().contains("'idle'"))
    }

    @Test func findsAccountsWithoutAName() throws {
        let text = SampleRulesFile.file(
            replacing: "source: [aws.sts]",
            with: "source: [aws.sts]\n      account: [\"111122223333\", \"444455556666\"]")
        let file = try #require(RulesFile.load(SampleRulesFile.source(text)).file)
        let problems = UnusedDefinitions.problems(in: file)
        #expect(problems.map(\.code) == [.undefinedAccount])
        #expect(problems.first?.message.contains("444455556666") == true)
    }
}

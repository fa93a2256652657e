import CloudTrail
import JSONText
import Testing

struct RoleUseTests {
    /// What one event of `fixtures/events` means; what is not given is the default of most.
    struct Use: Sendable, CustomTestStringConvertible {
        let event: String
        let kind: RoleUse.Kind
        let who: String
        /// Account and short name.
        var role: String? = "111122223333/BreakGlassAdmin"
        var arn: String?
        var refusal: String?
        var mfa = RoleUse.MFA.unknown
        var channel = RoleUse.Channel.commandLine
        var session: String?
        var seconds: Int?
        var chainedFrom: String?

        var testDescription: String { event }
    }

    private static let breakGlass = "arn:aws:iam::111122223333:role/BreakGlassAdmin"
    private static let staging = "arn:aws:iam::444455556666:role/emergency/BreakGlassAdmin"
    private static let reserved = "role/aws-reserved/sso.amazonaws.com"
    private static let permissionSet =
        "arn:aws:iam::111122223333:\(reserved)/eu-west-1/AWSReservedSSO_BreakGlass_1f2e3d4c5b6a7988"
    private static let sandbox = "arn:aws:iam::999900001111:\(reserved)/AWSReservedSSO_BreakGlass_0badc0de0badc0de"
    private static let hostile = "<!channel> \"},{\"x\":\"<https://example.net|click> \u{1B}[2J\u{202E}"

    static let uses: [Use] = [
        Use(
            event: "assume-role", kind: .assumeRole, who: "dave.ito", arn: breakGlass, mfa: .yes,
            session: "incident-4711", seconds: 900, chainedFrom: "111122223333/OnCall"),
        Use(
            event: "assume-role-by-service", kind: .assumeRole, who: "lambda.amazonaws.com",
            role: "111122223333/orders-worker", arn: "arn:aws:iam::111122223333:role/service-role/orders-worker",
            channel: .service, session: "orders-worker"),
        Use(
            event: "assume-role-by-stranger", kind: .assumeRole, who: "ivan", arn: breakGlass, session: "work",
            seconds: 3600),
        Use(
            event: "assume-role-caller-copy", kind: .assumeRole, who: "alice.chen", arn: breakGlass, mfa: .yes,
            session: "alice.chen", seconds: 3600),
        Use(
            event: "assume-role-from-permission-set", kind: .assumeRole, who: "heidi@example.com", arn: breakGlass,
            session: "work", seconds: 3600, chainedFrom: "111122223333/Ops_Read_Write"),
        Use(event: "assume-role-of-nobody", kind: .assumeRole, who: RoleUse.unknown, arn: breakGlass),
        Use(
            event: "assume-role-omitted-as-text", kind: .assumeRole, who: "erin", role: "444455556666/BreakGlassAdmin",
            arn: staging),
        Use(event: "assume-role-omitted-request", kind: .assumeRole, who: "mallory", arn: breakGlass, session: "m"),
        Use(
            event: "assume-role-owner-copy", kind: .assumeRole, who: "alice.chen", arn: breakGlass,
            session: "alice.chen", seconds: 3600),
        Use(
            event: "assume-role-refused", kind: .assumeRole, who: "mallory", arn: breakGlass, refusal: "AccessDenied"),
        Use(
            event: "assume-role-refused-with-reason", kind: .assumeRole, who: "heidi@example.com",
            role: "444455556666/BreakGlassAdmin", arn: staging, refusal: "AccessDenied",
            chainedFrom: "111122223333/Ops_Read_Write"),
        Use(
            event: "assume-role-rewritten", kind: .assumeRole, who: "erin", arn: breakGlass, mfa: .yes,
            session: "work", seconds: 900),
        Use(
            event: "assume-role-with-mfa-code", kind: .assumeRole, who: "erin", arn: breakGlass, mfa: .yes,
            session: "work", seconds: 3600),
        Use(
            event: "assume-role-with-saml", kind: .assumeRoleWithSAML, who: "bob.osei@example.com",
            role: "111122223333/BreakGlass", arn: permissionSet, channel: .unknown, session: "bob.osei@example.com",
            seconds: 3600),
        Use(
            event: "assume-role-with-saml-no-region", kind: .assumeRoleWithSAML, who: "frank",
            role: "999900001111/BreakGlass", arn: sandbox, channel: .unknown, session: "frank", seconds: 3600),
        Use(
            event: "assume-role-with-saml-refused", kind: .assumeRoleWithSAML, who: "mallory", role: nil,
            refusal: "AccessDenied", channel: .unknown),
        Use(
            event: "assume-role-with-saml-transient", kind: .assumeRoleWithSAML, who: "judy@example.com",
            arn: breakGlass, channel: .console, session: "judy@example.com", seconds: 3600),
        Use(
            event: "assume-role-with-web-identity", kind: .assumeRoleWithWebIdentity,
            who: "repo:example/restore:environment:staging", role: "444455556666/BreakGlassAdmin", arn: staging,
            channel: .sdk, session: "restore-orders", seconds: 3600),
        Use(
            event: "assume-root", kind: .assumeRoot, who: "grace", role: "444455556666/root", mfa: .yes, seconds: 900,
            chainedFrom: "123456789012/OrganizationAdmin"),
        Use(
            event: "assume-root-refused", kind: .assumeRoot, who: "mallory", role: "444455556666/root",
            arn: "arn:aws:iam::444455556666:root", refusal: "AccessDenied"),
        Use(
            event: "console-login-federated-user", kind: .consoleLogin, who: "alice-console",
            role: "777788889999/alice-console", channel: .console),
        Use(
            event: "console-login-role", kind: .consoleLogin, who: "frank", role: "999900001111/BreakGlass",
            arn: sandbox, channel: .console, session: "frank"),
        Use(
            event: "console-login-role-without-arn", kind: .consoleLogin, who: "frank", channel: .console,
            session: "frank"),
        Use(
            event: "console-login-root", kind: .consoleLogin, who: "root", role: "444455556666/root",
            arn: "arn:aws:iam::444455556666:root", mfa: .yes, channel: .console),
        Use(
            event: "console-login-root-bare", kind: .consoleLogin, who: "root", role: "111122223333/root", mfa: .yes,
            channel: .console),
        Use(
            event: "console-login-root-failed", kind: .consoleLogin, who: "root", role: "444455556666/root",
            arn: "arn:aws:iam::444455556666:root", refusal: "Failed authentication", mfa: .no, channel: .console),
        Use(
            event: "federate", kind: .identityCenter, who: "bob.osei@example.com", role: "111122223333/BreakGlass",
            channel: .console),
        Use(
            event: "get-federation-token", kind: .getFederationToken, who: "alice.chen",
            role: "777788889999/alice-console", mfa: .no, session: "alice-console", seconds: 3600),
        Use(
            event: "get-federation-token-refused", kind: .getFederationToken, who: "erin", role: "111122223333/console",
            refusal: "AccessDenied"),
        Use(
            event: "get-role-credentials", kind: .identityCenter, who: "5c5cf5ac-0000-4000-8000-00000000b0b0",
            role: "111122223333/BreakGlass"),
        Use(
            event: "hostile-names", kind: .assumeRoleWithSAML, who: hostile, role: "111122223333/BreakGlass",
            arn: permissionSet, channel: .unknown, session: hostile, seconds: 3600),
        Use(
            event: "switch-role", kind: .switchRole, who: "carol.diaz", arn: breakGlass, mfa: .yes, channel: .console,
            session: "carol.diaz"),
        Use(
            event: "switch-role-from-role", kind: .switchRole, who: "heidi@example.com", arn: breakGlass,
            channel: .console, session: "heidi@example.com", chainedFrom: "111122223333/Ops_Read_Write"),
        Use(
            event: "switch-role-refused", kind: .switchRole, who: "mallory", arn: breakGlass,
            refusal: "Failed authentication", mfa: .no, channel: .console, session: "mallory"),
    ]

    static let noUses = ["console-login-user", "stop-instances"]

    @Test func everyFixtureHasAnExpectation() {
        #expect(Set(Self.uses.map(\.event) + Self.noUses) == Set(Fixtures.eventNames))
    }

    @Test(arguments: uses)
    func tells(expected: Use) throws {
        let use = try #require(RoleUse(event: Fixtures.event(expected.event)))
        #expect(use.kind == expected.kind)
        #expect(use.who == expected.who)
        #expect(use.role?.description == expected.role)
        #expect(use.roleARN?.description == expected.arn)
        #expect(use.outcome == (expected.refusal == nil ? .allowed : .denied))
        #expect(use.refusal == expected.refusal)
        #expect(use.mfa == expected.mfa)
        #expect(use.channel == expected.channel)
        #expect(use.sessionName == expected.session)
        #expect(use.durationSeconds == expected.seconds)
        #expect(use.chainedFrom?.description == expected.chainedFrom)
    }

    @Test(arguments: noUses)
    func isNilForOtherEvents(name: String) throws {
        #expect(RoleUse(event: try Fixtures.event(name)) == nil)
    }

    @Test func keepsTheRecordsPlainFields() throws {
        let use = try #require(RoleUse(event: Fixtures.event("assume-role-owner-copy")))
        #expect(use.account == "111122223333")
        #expect(use.callerAccount == "777788889999")
        #expect(use.region == "us-east-1")
        #expect(use.time == "2026-03-02T09:14:07Z")
        #expect(use.day == "2026-03-02")
        #expect(use.sourceAddress == "203.0.113.17")
        #expect(use.eventID == "52833324-1e7d-497a-a701-a9df17a28c93")
        #expect(use.sharedEventID == "cf57398b-3819-4141-a85c-547cb071a2dc")
        #expect(use.accessKeyID?.hasPrefix("ASIA") == true)
        #expect(use.isCopyWithoutCaller)
        #expect(try RoleUse(event: Fixtures.event("assume-role-caller-copy"))?.isCopyWithoutCaller == false)
    }

    /// A caller may write any name into the request; that must not put an alert under another's name.
    @Test(arguments: [
        (#""type": "IAMUser", "userName": "mallory""#, "mallory"),
        (#""type": "IAMUser", "arn": "arn:aws:iam::1:user/team/mallory""#, "mallory"),
        (#""arn": "arn:aws:iam::1:user/mallory""#, "mallory"),
        (#""type": "AssumedRole", "sessionContext": {"sourceIdentity": "mallory"}"#, "mallory"),
        (#""type": "AssumedRole", "arn": "arn:aws:sts::1:assumed-role/r/i-0abc0123456789def""#, "alice"),
        (#""type": "FederatedUser", "principalId": "1:mallory""#, "mallory"),
        (#""type": "Root", "userName": "example-production""#, "root"),
        (#""type": "AWSService", "invokedBy": "ec2.amazonaws.com""#, "ec2.amazonaws.com"),
        (#""type": "IAMUser", "userName": "HIDDEN_DUE_TO_SECURITY_REASONS""#, "alice"),
        (#""type": "IAMUser", "principalId": "AIDAEXAMPLE", "userName": " ""#, "alice"),
    ])
    func namesWhoIsVouchedFor(identity: String, who: String) throws {
        let record = """
            {"eventSource": "sts.amazonaws.com", "eventName": "AssumeRole", "userIdentity": {\(identity)},
             "requestParameters": {"sourceIdentity": "alice", "roleSessionName": "bob"}}
            """
        #expect(RoleUse(record: try JSONDocument(parsing: record).root)?.who == who)
    }

    /// A refusal that names no role belongs to the account that recorded it.
    @Test func fallsBackToTheRecordsAccount() throws {
        let use = try #require(RoleUse(event: Fixtures.event("assume-role-with-saml-refused")))
        #expect(use.account == "111122223333")
        #expect(use.roleName == RoleUse.unknown)
    }

    @Test func takesFromTheEnvelopeWhatTheRecordLacks() throws {
        let event = try JSONDocument(
            parsing: """
                {"id": "1", "source": "aws.sts", "account": "111122223333", "time": "2026-03-02T09:14:07Z",
                 "region": "eu-west-1", "detail": {"eventName": "AssumeRole"}}
                """
        ).root
        let use = try #require(RoleUse(event: event))
        #expect(use.kind == .assumeRole)
        #expect(use.who == RoleUse.unknown)
        #expect([use.eventID, use.account, use.day, use.region] == ["1", "111122223333", "2026-03-02", "eu-west-1"])
    }

    /// The session token is the secret of the three credentials; nothing may carry it on.
    @Test(arguments: Fixtures.eventNames)
    func leavesTheSessionTokenBehind(name: String) throws {
        guard let use = RoleUse(event: try Fixtures.event(name)) else { return }
        var dumped = ""
        dump(use, to: &dumped)
        #expect(dumped.contains(use.who.prefix(3)))
        #expect(!dumped.contains("EXAMPLE/"))
    }

    @Test(arguments: [
        ("2026-03-02T23:59:59Z", "2026-03-02"), ("2026-03-02 23:59:59.000", "2026-03-02"), ("2026-03-0", nil),
        ("20260302T235959Z", nil), ("2026-03-0\u{661}T", nil), ("yesterday, late", nil),
    ])
    func knowsTheDay(time: String, day: String?) throws {
        let record = #"{"eventSource": "sts.amazonaws.com", "eventName": "AssumeRole", "eventTime": "\#(time)"}"#
        let use = try #require(RoleUse(record: JSONDocument(parsing: record).root))
        #expect(use.day == day)
    }

    @Test(arguments: [
        ("sts.amazonaws.com", "AssumeRole", true), ("aws.sts", "AssumeRole", true), ("sts", "AssumeRole", true),
        ("sts.amazonaws.com", "GetCallerIdentity", false), ("sts.amazonaws.com", "assumerole", false),
        ("sts.amazonaws.com", "AssumeRoleX", false), ("signin.amazonaws.com", "AssumeRole", false),
        ("aws", "AssumeRole", false), ("", "AssumeRole", false), ("iam.amazonaws.com", "SwitchRole", false),
    ])
    func goesBySourceAndName(source: String, name: String, isUse: Bool) throws {
        let record = #"{"eventSource": "\#(source)", "eventName": "\#(name)"}"#
        #expect((RoleUse(record: try JSONDocument(parsing: record).root) != nil) == isUse)
    }
}

import Rules

/// Sample events to render templates with: one of each kind that break-glass rules are about.
///
/// Their shapes are those of real records; people, accounts and keys are made up.
struct SampleEvent: Sendable {
    /// What the event's `detail.eventName` is.
    let eventName: String
    /// The EventBridge event as JSON text.
    let json: String

    /// The first of a name is the one that a rule for that name is shown with.
    static let all = [
        assumeRole, assumeRoleWithSAML, assumeRoleWithWebIdentity, refusedAssumeRole, switchRole, consoleLogin,
        assumeRoot, getRoleCredentials, stopLogging,
    ]

    init(eventName: String, json: String) {
        self.eventName = eventName
        self.json = json
    }

    /// - Parameters:
    ///   - service: What `eventSource` is before `.amazonaws.com`.
    ///   - details: Members of `detail` that not every event has, as JSON text, with a comma at the end.
    private init(
        _ eventName: String, of service: String, type: EventType = .apiCall, by identity: String, _ details: String
    ) {
        self.eventName = eventName
        json = """
            {
              "version": "0", "id": "3613992e-52a6-4edb-a5f6-ecd1ce740f28", "detail-type": "\(type.detailType)",
              "source": "aws.\(service)", "account": "111122223333", "time": "2026-03-02T09:14:03Z",
              "region": "\(type.region)", "resources": [],
              "detail": {
                "eventVersion": "1.11",
                "userIdentity": \(identity),
                "eventTime": "2026-03-02T09:14:03Z", "eventSource": "\(service).amazonaws.com",
                "eventName": "\(eventName)", "awsRegion": "\(type.region)", "sourceIPAddress": "198.51.100.42",
                "userAgent": "\(type.userAgent)",
                \(details)
                "requestID": "e66aed42-2029-4fce-a1e1-7a937504c7b5",
                "eventID": "3613992e-52a6-4edb-a5f6-ecd1ce740f28", "eventType": "\(type.rawValue)",
                "managementEvent": true, "recipientAccountId": "111122223333", "eventCategory": "Management"
              }
            }
            """
    }

    private enum EventType: String {
        case apiCall = "AwsApiCall"
        case signIn = "AwsConsoleSignIn"
        case serviceEvent = "AwsServiceEvent"

        var detailType: String {
            switch self {
            case .apiCall: DetailType.apiCall
            case .signIn: DetailType.signIn[0]
            case .serviceEvent: DetailType.serviceEvent
            }
        }

        /// Sign-ins are recorded where the endpoint is, most often in us-east-1.
        var region: String { self == .signIn ? "us-east-1" : "eu-west-1" }

        var userAgent: String {
            self == .signIn
                ? "Mozilla/5.0 (X11; Linux x86_64; rv:136.0) Gecko/20100101 Firefox/136.0"
                : "aws-cli/2.24.10 md/awscrt#0.23.8 ua/2.0 os/linux#6.8.0"
        }
    }
}

// MARK: - The events

extension SampleEvent {
    static let assumeRole = SampleEvent(
        "AssumeRole", of: "sts", by: user("alice.chen"), use(of: roleARN, as: "alice.chen"))

    static let assumeRoleWithSAML = SampleEvent(
        "AssumeRoleWithSAML", of: "sts",
        by: """
            {"type": "SAMLUser", "principalId": "QlZNU1UyV1VFUVJUMlpYWTdMUjY=:bob.osei@example.com",
             "userName": "bob.osei@example.com", "identityProvider": "QlZNU1UyV1VFUVJUMlpYWTdMUjY="}
            """,
        use(of: permissionSetARN, as: "bob.osei@example.com"))

    static let assumeRoleWithWebIdentity = SampleEvent(
        "AssumeRoleWithWebIdentity", of: "sts",
        by: """
            {"type": "WebIdentityUser", "principalId": "\(provider):sts.amazonaws.com:repo:example/restore",
             "userName": "repo:example/restore", "identityProvider": "\(provider)"}
            """,
        use(of: roleARN, as: "restore-orders"))

    static let refusedAssumeRole = SampleEvent(
        "AssumeRole", of: "sts", by: user("mallory"),
        """
        "errorCode": "AccessDenied",
        "errorMessage": "User: arn:aws:iam::777788889999:user/mallory is not authorized to perform: sts:AssumeRole on resource: \(roleARN)",
        "requestParameters": null, "responseElements": null, "readOnly": true,
        """)

    static let switchRole = SampleEvent(
        "SwitchRole", of: "signin", type: .signIn, by: session,
        """
        "requestParameters": null, "responseElements": {"SwitchRole": "Success"},
        "additionalEventData": {"SwitchFrom": "arn:aws:iam::777788889999:user/carol.diaz",
          "RedirectTo": "https://console.aws.amazon.com/ec2/home"}, "readOnly": false,
        """)

    static let consoleLogin = SampleEvent(
        "ConsoleLogin", of: "signin", type: .signIn,
        by: """
            {"type": "Root", "principalId": "111122223333", "arn": "arn:aws:iam::111122223333:root",
             "accountId": "111122223333", "accessKeyId": ""}
            """,
        """
        "requestParameters": null, "responseElements": {"ConsoleLogin": "Success"},
        "additionalEventData": {"LoginTo": "https://console.aws.amazon.com/console/home", "MobileVersion": "No",
          "MFAUsed": "Yes"}, "readOnly": false,
        """)

    static let assumeRoot = SampleEvent(
        "AssumeRoot", of: "sts", by: session,
        """
        "requestParameters": {"targetPrincipal": "444455556666", "durationSeconds": 900,
          "taskPolicyArn": {"arn": "arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy"}},
        "responseElements": {"credentials": \(credentials)}, "readOnly": false,
        """)

    static let getRoleCredentials = SampleEvent(
        "GetRoleCredentials", of: "sso", type: .serviceEvent,
        by: """
            {"type": "IdentityCenterUser", "accountId": "123456789012", "credentialId": "5b5942c9",
             "onBehalfOf": {"userId": "5c5cf5ac-0000-4000-8000-00000000b0b0",
               "identityStoreArn": "arn:aws:identitystore::123456789012:identitystore/d-1234567890"}}
            """,
        """
        "requestParameters": null, "responseElements": null,
        "serviceEventDetails": {"role_name": "BreakGlass", "account_id": "111122223333"}, "readOnly": true,
        """)

    static let stopLogging = SampleEvent(
        "StopLogging", of: "cloudtrail", by: session,
        """
        "requestParameters": {"name": "arn:aws:cloudtrail:eu-west-1:111122223333:trail/organization"},
        "responseElements": null, "readOnly": false,
        """)
}

// MARK: - What several of them share

extension SampleEvent {
    /// The account that the samples are about, and the people in them.
    static let account = "111122223333"
    static let people = ["alice.chen", "bob.osei@example.com", "carol.diaz", "mallory", "repo:example/restore"]

    private static let roleARN = "arn:aws:iam::111122223333:role/BreakGlassAdmin"
    private static let permissionSetARN =
        "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_BreakGlass_1f2e3d4c5b6a7988"
    private static let provider = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"
    private static let credentials = """
        {"accessKeyId": "ASIAXPYPPUXMWEXAMPLE", "sessionToken": "EXAMPLE", "expiration": "Mar 2, 2026, 10:14:03 AM"}
        """

    private static func user(_ name: String) -> String {
        """
        {"type": "IAMUser", "principalId": "AIDAU54GLFEGJJEXAMPLE", "arn": "arn:aws:iam::777788889999:user/\(name)",
         "accountId": "777788889999", "accessKeyId": "AKIA5HPBMHDPWEXAMPLE", "userName": "\(name)"}
        """
    }

    private static let session = """
        {"type": "AssumedRole", "principalId": "AROACTPMXTIFNLEXAMPLE:carol.diaz",
         "arn": "arn:aws:sts::111122223333:assumed-role/BreakGlassAdmin/carol.diaz", "accountId": "111122223333",
         "accessKeyId": "ASIA5RWXTJ2AYEXAMPLE",
         "sessionContext": {
           "sessionIssuer": {"type": "Role", "principalId": "AROACTPMXTIFNLEXAMPLE", "arn": "\(roleARN)",
             "accountId": "111122223333", "userName": "BreakGlassAdmin"},
           "attributes": {"creationDate": "2026-03-02T09:14:02Z", "mfaAuthenticated": "true"}}}
        """

    /// What a record says of a role that was taken up.
    private static func use(of role: String, as sessionName: String) -> String {
        let name = role.split(separator: "/").last ?? ""
        return """
            "requestParameters": {"roleArn": "\(role)", "roleSessionName": "\(sessionName)", "durationSeconds": 3600},
            "responseElements": {"credentials": \(credentials),
              "assumedRoleUser": {"assumedRoleId": "AROACTPMXTIFNLEXAMPLE:\(sessionName)",
                "arn": "arn:aws:sts::111122223333:assumed-role/\(name)/\(sessionName)"}},
            "resources": [{"accountId": "111122223333", "type": "AWS::IAM::Role", "ARN": "\(role)"}], "readOnly": true,
            """
    }
}

extension RelayVariable {
    /// A value such as an event may give, to render templates with before there is an event.
    var sample: String {
        switch self {
        case .who: "alice.chen"
        case .role: "BreakGlassAdmin"
        case .roleARN: "arn:aws:iam::111122223333:role/BreakGlassAdmin"
        case .permissionSet: "BreakGlass"
        case .account: "payments-prod (111122223333)"
        case .accountID: "111122223333"
        case .accountName: "payments-prod"
        case .environment: "production"
        case .region: "eu-west-1"
        case .time: "2026-03-02 09:14:03 UTC"
        case .from: "198.51.100.42"
        case .via: "CLI"
        case .mfa: "yes"
        case .outcome: "allowed"
        case .duration: "60 minutes"
        case .usage: "First use on record."
        case .eventID: "3613992e-52a6-4edb-a5f6-ecd1ce740f28"
        }
    }

    /// A value of about the greatest length: names of roles and sessions have at most 64 characters, paths 512.
    ///
    /// Source: IAM API Reference, `CreateRole`; STS API Reference, `AssumeRole`.
    var longSample: String {
        func filled(_ start: String, _ count: Int) -> String {
            start + String(repeating: "x", count: max(0, count - start.utf8.count))
        }
        return switch self {
        case .who: filled("alice.chen@example.com", 64)
        case .role, .permissionSet, .accountName, .environment: filled(sample, 64)
        case .account: filled("payments-prod", 64) + " (111122223333)"
        case .roleARN: filled("arn:aws:iam::111122223333:role/emergency/", 160)
        case .outcome: filled("denied: User: arn:aws:sts::111122223333:assumed-role/ReadOnly is not authorized", 300)
        case .via, .usage: filled(sample, 100)
        default: sample
        }
    }
}

import TextFormats

/// The events that record the use of a role, and others that break-glass rules often name.
///
/// Source: IAM User Guide, "Logging IAM and AWS STS API calls with CloudTrail"; CloudTrail User Guide, "AWS Management
/// Console sign-in events"; EventBridge User Guide, list of read-only management events.
struct KnownEvent: Sendable {
    let name: String
    /// What `eventSource` is before `.amazonaws.com`, and `source` after `aws.`.
    let service: String
    let detailTypes: [String]
    /// Whether plain `ENABLED` may leave it out.
    var isReadOnly = false
    /// Whether `requestParameters` is always null.
    var hasNoRequest = false

    static let all: [KnownEvent] = [
        .init(name: "AssumeRole", service: "sts", detailTypes: [DetailType.apiCall], isReadOnly: true),
        .init(name: "AssumeRoleWithSAML", service: "sts", detailTypes: [DetailType.apiCall], isReadOnly: true),
        .init(name: "AssumeRoleWithWebIdentity", service: "sts", detailTypes: [DetailType.apiCall], isReadOnly: true),
        .init(name: "DecodeAuthorizationMessage", service: "sts", detailTypes: [DetailType.apiCall], isReadOnly: true),
        .init(name: "AssumeRoot", service: "sts", detailTypes: [DetailType.apiCall]),
        .init(name: "GetFederationToken", service: "sts", detailTypes: [DetailType.apiCall]),
        .init(name: "GetSessionToken", service: "sts", detailTypes: [DetailType.apiCall]),
        .init(name: "GetCallerIdentity", service: "sts", detailTypes: [DetailType.apiCall], isReadOnly: true),
        .init(name: "ConsoleLogin", service: "signin", detailTypes: DetailType.signIn, hasNoRequest: true),
        .init(name: "SwitchRole", service: "signin", detailTypes: DetailType.signIn, hasNoRequest: true),
        .init(name: "CheckMfa", service: "signin", detailTypes: DetailType.signIn, hasNoRequest: true),
        .init(
            name: "GetRoleCredentials", service: "sso", detailTypes: [DetailType.serviceEvent, DetailType.apiCall],
            isReadOnly: true, hasNoRequest: true),
        .init(name: "Federate", service: "sso", detailTypes: [DetailType.serviceEvent, DetailType.apiCall]),
        .init(name: "StopLogging", service: "cloudtrail", detailTypes: [DetailType.apiCall]),
        .init(name: "DeleteTrail", service: "cloudtrail", detailTypes: [DetailType.apiCall]),
        .init(name: "UpdateTrail", service: "cloudtrail", detailTypes: [DetailType.apiCall]),
        .init(name: "PutEventSelectors", service: "cloudtrail", detailTypes: [DetailType.apiCall]),
        .init(name: "UpdateAssumeRolePolicy", service: "iam", detailTypes: [DetailType.apiCall]),
        .init(name: "AttachRolePolicy", service: "iam", detailTypes: [DetailType.apiCall]),
        .init(name: "PutRolePolicy", service: "iam", detailTypes: [DetailType.apiCall]),
        .init(name: "CreateAccessKey", service: "iam", detailTypes: [DetailType.apiCall]),
        .init(name: "CreateLoginProfile", service: "iam", detailTypes: [DetailType.apiCall]),
    ]

    static func named(_ name: String) -> KnownEvent? { all.first { $0.name.hasBytes(of: name) } }

    /// Whether an event of a name is a read-only management event, by the table or by its verb.
    static func isReadOnly(_ name: String) -> Bool {
        if let known = named(name) { return known.isReadOnly }
        return readOnlyVerbs.contains { name.utf8.starts(with: $0.utf8) }
            && !dataEvents.containsBytes(of: name)
    }

    static let readOnlyVerbs = ["Get", "List", "Describe"]

    /// Read-only names of data events, which `ENABLED` does include.
    static let dataEvents = [
        "GetObject", "GetObjectAcl", "GetObjectTagging", "GetObjectAttributes", "ListObjects", "ListParts", "GetItem",
        "GetRecords",
    ]
}

/// What `detail-type` can be for CloudTrail's events.
///
/// Source: EventBridge User Guide, "AWS service events delivered via CloudTrail".
enum DetailType {
    static let apiCall = "AWS API Call via CloudTrail"
    static let serviceEvent = "AWS Service Event via CloudTrail"
    /// AWS's own examples have the first spelling, its current guide the second.
    static let signIn = ["AWS Console Sign In via CloudTrail", "AWS Console Signin via CloudTrail"]

    static let all =
        [apiCall, serviceEvent] + signIn + [
            "AWS Console Action via CloudTrail", "AWS Insight via CloudTrail",
            "AWS Network Activity Event via CloudTrail",
        ]
}

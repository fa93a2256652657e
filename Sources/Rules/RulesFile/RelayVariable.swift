import CloudTrail

/// relay's own template variables: what the reader of an alert wants to know, as text.
///
/// EventBridge's variables are paths into the event, and no single path says who took up a role. relay's are derived
/// from the role use that the event records and from the accounts of the rules file. None is ever blank: each says in
/// words when something is not known. EventBridge does not have them, and `relay check` says which templates use them.
public enum RelayVariable: String, CaseIterable, Hashable, Sendable {
    case who = "relay.who"
    case role = "relay.role"
    case roleARN = "relay.role-arn"
    case permissionSet = "relay.permission-set"
    case account = "relay.account"
    case accountID = "relay.account-id"
    case accountName = "relay.account-name"
    case environment = "relay.environment"
    case region = "relay.region"
    case time = "relay.time"
    case from = "relay.from"
    case via = "relay.via"
    case mfa = "relay.mfa"
    case outcome = "relay.outcome"
    case duration = "relay.duration"
    case usage = "relay.usage"
    case eventID = "relay.event-id"

    /// As templates write them, without the angle brackets.
    public static let names = allCases.map(\.rawValue)

    /// What the variable says, for `--help` and the documentation.
    public var summary: String {
        switch self {
        case .who: "who took up the role: a user name, an e-mail address, a session or a service"
        case .role: "the role's name; of an Identity Center role the permission set"
        case .roleARN: "the role's ARN"
        case .permissionSet: "the Identity Center permission set"
        case .account: "the role's account, by name and number"
        case .accountID: "the role's account, by number"
        case .accountName: "the role's account, by name, or by number if it has none"
        case .environment: "the environment of the role's account"
        case .region: "the Region in which the event was recorded"
        case .time: "when it happened, in UTC"
        case .from: "the address or the service it came from"
        case .via: "console or CLI, and the program"
        case .mfa: "whether a second factor was used"
        case .outcome: "allowed, or why it was denied"
        case .duration: "how long the session may last"
        case .usage: "how often the role has been used, and when last"
        case .eventID: "CloudTrail's id of the event"
        }
    }
}

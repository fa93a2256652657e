import JSONText
import TextFormats

/// The `userIdentity` of a record: who made the call, as far as CloudTrail knows.
///
/// Source: CloudTrail User Guide, "CloudTrail userIdentity element".
struct UserIdentity {
    /// The values of `type` that decide where a name is found.
    enum Kind: String, CaseIterable {
        case root = "Root"
        case iamUser = "IAMUser"
        case assumedRole = "AssumedRole"
        case federatedUser = "FederatedUser"
        case awsAccount = "AWSAccount"
        case awsService = "AWSService"
        case identityCenterUser = "IdentityCenterUser"
        case samlUser = "SAMLUser"
        case webIdentityUser = "WebIdentityUser"
        /// `Role`, `Directory`, `Unknown` and whatever comes.
        case other = "Unknown"
    }

    let kind: Kind
    let arn: ARN?
    private let value: JSONValue?

    init(_ value: JSONValue?) {
        self.value = value
        arn = value?["arn"]?.shownText.flatMap { try? ARN(parsing: $0) }
        let type = value?["type"]?.shownText
        kind = Kind.allCases.first { type?.hasBytes(of: $0.rawValue) ?? false } ?? Self.kind(of: arn)
    }

    /// Older records and those of some services have an ARN and no type.
    private static func kind(of arn: ARN?) -> Kind {
        guard let arn else { return .other }
        switch RoleName(arn)?.kind {
        case .root: return .root
        case .role, .permissionSet: return .assumedRole
        case .federatedUser: return .federatedUser
        case nil: return arn.resource.startsWithBytes(of: "user/") ? .iamUser : .other
        }
    }

    private var context: JSONValue? { value?["sessionContext"] }

    var accountID: String? { value?["accountId"]?.shownText }
    var accessKeyID: String? { value?["accessKeyId"]?.shownText }
    var principalID: String? { value?["principalId"]?.shownText }
    var invokedBy: String? { value?["invokedBy"]?.shownText }
    var onBehalfOfUserID: String? { value?.at("onBehalfOf", "userId")?.shownText }
    /// What a session carries from its first role to the last, and nobody can change on the way.
    var sourceIdentity: String? { context?["sourceIdentity"]?.shownText }
    var isMFAAuthenticated: Bool? { context?.at("attributes", "mfaAuthenticated")?.truth }

    var userName: String? {
        guard let name = value?["userName"]?.shownText, !name.hasBytes(of: Self.hiddenName) else { return nil }
        return name
    }

    /// In place of the name in failed sign-ins of users that do not exist: it may be a password typed into that field.
    private static let hiddenName = "HIDDEN_DUE_TO_SECURITY_REASONS"

    /// The ARN of the role in whose session the call was made; with its path.
    var sessionIssuerARN: String? { context?.at("sessionIssuer", "arn")?.shownText }

    /// The role in whose session the call was made. By account and name where tools have dropped the ARNs.
    var role: RoleName? {
        guard kind == .assumedRole || kind == .other else { return nil }
        let issuerARN = sessionIssuerARN.flatMap { try? ARN(parsing: $0) }
        if let role = issuerARN.flatMap({ RoleName($0) }) ?? arn.flatMap({ RoleName($0) }) {
            return role.kind == .role || role.kind == .permissionSet ? role : nil
        }
        let issuer = context?["sessionIssuer"]
        guard let account = issuer?["accountId"]?.shownText, let name = issuer?["userName"]?.shownText,
            issuer?["type"]?.shownText?.hasBytes(of: "Role") ?? false
        else { return nil }
        return RoleName(account: account, name: name)
    }

    /// The name of the session: `alice` of `assumed-role/BreakGlassAdmin/alice`, of `federated-user/alice`, or of the
    /// principal `AROAEXAMPLE:alice`.
    var sessionName: String? { arn?.callerName ?? principalID?.after(firstByte: UInt8(ascii: ":"))?.visible }
}

extension ARN {
    /// The name of the user or session that an ARN of IAM or STS ends in; nil for those of anything else.
    var callerName: String? {
        guard service.hasBytes(of: "sts") || service.hasBytes(of: "iam") else { return nil }
        let isSession = resource.startsWithBytes(of: "assumed-role/")
        let isFederated = resource.startsWithBytes(of: "federated-user/")
        let isUser = resource.startsWithBytes(of: "user/")
        if isSession {
            // A session's name has no '/', but what a foreign tool writes may.
            let parts = resource.split(atByte: UInt8(ascii: "/"), maxSplits: 2)
            return parts.count == 3 ? parts[2].visible : nil
        }
        if isFederated { return resource.after(firstByte: UInt8(ascii: "/"))?.visible }
        return isUser ? resource.split(atByte: UInt8(ascii: "/")).last?.visible : nil
    }
}

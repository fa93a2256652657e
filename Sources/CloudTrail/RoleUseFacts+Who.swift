import JSONText
import TextFormats

/// Who it was. Each list is in the order in which its entries are tried; the first that is not blank counts.
///
/// The order follows two questions: which name would a colleague recognise, and who vouches for it? A name that IAM or
/// an identity provider vouches for goes before one that the caller chose, and any name before an identifier.
extension RoleUseFacts {
    /// Nil when nothing in the record names anybody.
    var who: String? { knownCaller ?? anyName }

    private var knownCaller: String? {
        switch kind {
        case .assumeRoleWithSAML: samlUser
        case .assumeRoleWithWebIdentity: webIdentityUser
        case .switchRole: switchingUser
        default: caller
        }
    }

    /// - IAM user: the user name. A source identity in the request does not replace it: users choose that themselves.
    /// - Session of a role: the source identity it carries, the one it asks for, the name of the session (in Identity
    ///   Center the user's name).
    /// - Caller from another account, of whom that account's records keep the name: see ``callerFromAnotherAccount``.
    /// - Federated user: its name. Root user: `root`. Service: the service's domain name.
    /// - Identity Center: the user's name in older records, else the user's identifier.
    private var caller: String? {
        switch identity.kind {
        case .root: "root"
        case .iamUser: identity.userName ?? identity.arn?.callerName
        case .assumedRole: identity.sourceIdentity ?? requestedSourceIdentity ?? identity.sessionName
        case .federatedUser: identity.sessionName ?? identity.userName
        case .awsAccount: callerFromAnotherAccount
        case .awsService: identity.invokedBy
        case .identityCenterUser, .other: identityCenterUser
        case .samlUser, .webIdentityUser: identity.userName
        }
    }

    /// The role's account sees of a caller from elsewhere only `principalId` and `accountId`: `AROAEXAMPLE:alice` for a
    /// session, the bare `AIDAEXAMPLE` for a user. What the caller wrote into the request is better than the latter.
    private var callerFromAnotherAccount: String? {
        requestedSourceIdentity ?? identity.principalID?.after(firstByte: UInt8(ascii: ":"))?.visible ?? sessionName
    }

    /// The identity provider chooses all of these: source identity, user name, session name, subject. A subject that is
    /// transient is a new random number each time, and CloudTrail repeats it as the user name.
    private var samlUser: String? {
        let isTransient = response?["subjectType"]?.shownText?.hasBytes(of: "transient") ?? false
        let subject = identity.userName ?? response?["subject"]?.shownText
        return requestedSourceIdentity ?? (isTransient ? nil : subject) ?? sessionName ?? subject
    }

    /// The identity provider chooses source identity and subject, the caller the session's name.
    private var webIdentityUser: String? {
        requestedSourceIdentity ?? identity.userName ?? response?["subjectFromWebIdentityToken"]?.shownText
            ?? sessionName
    }

    /// The identity is that of the new session, whose name the console takes from where the user comes from.
    private var switchingUser: String? {
        let cameAsUser = switchFrom?.resource.startsWithBytes(of: "user/") ?? false
        if cameAsUser, let user = switchFrom?.callerName { return user }
        return identity.sourceIdentity ?? switchFrom?.callerName ?? caller
    }

    private var identityCenterUser: String? {
        identity.userName ?? additional?["UserName"]?.shownText ?? identity.sourceIdentity ?? identity.arn?.callerName
            ?? identity.onBehalfOfUserID
    }

    /// Better than nothing, for identities that are incomplete or of a kind not known yet.
    private var anyName: String? {
        let names = [
            identity.sourceIdentity, identity.userName, identity.sessionName, requestedSourceIdentity, sessionName,
            identity.onBehalfOfUserID, identity.principalID, identity.arn?.description, identity.invokedBy,
            identity.accessKeyID, identity.accountID,
        ]
        return names.lazy.compactMap { $0 }.first
    }
}

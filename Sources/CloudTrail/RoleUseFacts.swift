import JSONText
import TextFormats

/// A record of a role use, taken apart; what its parts mean together is worked out in the extensions.
///
/// Not copyable: it holds a dozen references, and counting them cost more than what is asked of it.
struct RoleUseFacts: ~Copyable {
    let kind: RoleUse.Kind
    /// The event that the record is the detail of, if it is one's.
    let envelope: JSONValue?
    let members: RecordMembers
    let identity: UserIdentity

    /// Null in refusals, and `{"omitted": true, …}` when larger than 100 KB.
    let request: JSONValue?
    let response: JSONValue?
    let additional: JSONValue?

    /// - Returns: nil for a record that tells of no role use.
    init?(record: JSONValue, envelope: JSONValue?) {
        let members = RecordMembers(of: record)
        guard let kind = Self.kind(of: members, envelope) else { return nil }
        let identity = UserIdentity(members[.userIdentity])
        guard kind.concerns(identity) else { return nil }
        (self.kind, self.envelope, self.members, self.identity) = (kind, envelope, members, identity)
        request = members[.requestParameters]
        response = members[.responseElements]
        additional = members[.additionalEventData]
    }

    /// By the event's name and source; nil for a record of anything but a role use.
    private static func kind(of members: RecordMembers, _ envelope: JSONValue?) -> RoleUse.Kind? {
        guard let name = members[.eventName],
            let source = members[.eventSource].flatMap({ $0.isShown ? $0 : nil }) ?? envelope?["source"]
        else { return nil }
        let kind = source.withUTF8 { source in
            name.withUTF8 { name in RoleUse.Kind(eventSource: source, eventName: name) }
        }
        return kind.flatMap { $0 }.flatMap { $0 }
    }

    /// The role in whose session the call was made.
    var callerRole: RoleName? { identity.role }
    var time: String? { members[.eventTime]?.shownText ?? envelope?["time"]?.shownText }
    /// Of a copy in the account of the role, which does not know the caller.
    var isCopyWithoutCaller: Bool { identity.kind == .awsAccount && (members[.sharedEventID]?.isShown ?? false) }

    /// The account of a role that was taken up, or in its place the one that the record was delivered to.
    func account(of role: RoleName?) -> String? {
        role?.account ?? members[.recipientAccountId]?.shownText ?? envelope?["account"]?.shownText
            ?? identity.accountID
    }

    var service: JSONValue? { members[.serviceEventDetails] }
    var errorMessage: String? { members[.errorMessage]?.shownText }

    /// What the caller says about themselves; the trust policy of the role decides whether they may.
    var requestedSourceIdentity: String? {
        request?["sourceIdentity"]?.shownText ?? response?["sourceIdentity"]?.shownText
    }

    /// The ARN of the user or the session that switches role.
    var switchFrom: ARN? { additional?["SwitchFrom"]?.shownText.flatMap { try? ARN(parsing: $0) } }

    var sessionName: String? {
        switch kind {
        case .assumeRole, .assumeRoleWithSAML, .assumeRoleWithWebIdentity:
            if let asked = request?["roleSessionName"]?.shownText { return asked }
            return response?.at("assumedRoleUser", "arn")?.shownText.flatMap { try? ARN(parsing: $0) }?.callerName
        case .getFederationToken: return request?["name"]?.shownText
        case .switchRole, .consoleLogin: return identity.kind == .assumedRole ? identity.sessionName : nil
        case .assumeRoot, .identityCenter: return nil
        }
    }

    /// The role whose session the caller had before.
    var chainedFrom: RoleName? {
        switch kind {
        // The identity is already that of the new session.
        case .switchRole: switchFrom.flatMap { RoleName($0) }.flatMap { $0.kind == .root ? nil : $0 }
        case .consoleLogin: nil
        default: callerRole
        }
    }

    /// In whole seconds; as a string too, as some tools rewrite numbers.
    var durationSeconds: Int? {
        guard let value = request?["durationSeconds"] else { return nil }
        if let seconds = value.int { return seconds > 0 ? seconds : nil }
        guard let seconds = value.shownText.flatMap({ Double($0) }) else { return nil }
        return Int(exactly: seconds).flatMap { $0 > 0 ? $0 : nil }
    }

    /// The absence of an error code is the sign of success, but sign-ins say `Failure` in the response instead.
    var verdict: (outcome: RoleUse.Outcome, refusal: String?) {
        if let code = members[.errorCode], code.kind != .null {
            return (.denied, code.shownText ?? errorMessage)
        }
        let answer: String? =
            switch kind {
            case .consoleLogin: response?["ConsoleLogin"]?.shownText
            case .switchRole: response?["SwitchRole"]?.shownText
            default: nil
            }
        if answer?.hasBytes(ofIgnoringCase: "Failure") ?? false { return (.denied, errorMessage) }
        return (.allowed, nil)
    }
}

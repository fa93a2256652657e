import JSONText
import TextFormats

/// A record of a role use, taken apart; what its parts mean together is worked out in the extensions.
struct RoleUseFacts {
    let kind: RoleUse.Kind
    let record: JSONValue
    let identity: UserIdentity

    /// Null in refusals, and `{"omitted": true, …}` when larger than 100 KB.
    var request: JSONValue? { record["requestParameters"] }
    var response: JSONValue? { record["responseElements"] }
    var additional: JSONValue? { record["additionalEventData"] }
    var service: JSONValue? { record["serviceEventDetails"] }
    var userAgent: String? { record["userAgent"]?.shownText }
    var errorMessage: String? { record["errorMessage"]?.shownText }

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
        default: identity.role
        }
    }

    /// In whole seconds; as a string too, as some tools rewrite numbers.
    var durationSeconds: Int? {
        guard let seconds = request?["durationSeconds"]?.shownText.flatMap({ Double($0) }) else { return nil }
        return Int(exactly: seconds).flatMap { $0 > 0 ? $0 : nil }
    }

    /// The absence of an error code is the sign of success, but sign-ins say `Failure` in the response instead.
    var verdict: (outcome: RoleUse.Outcome, refusal: String?) {
        if let code = record["errorCode"], code.kind != .null {
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

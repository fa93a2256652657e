import JSONText
import TextFormats

extension RoleUseFacts {
    /// The role taken up, and its ARN where the record has it with its path.
    var takenRole: (role: RoleName?, arn: ARN?) {
        switch kind {
        case .assumeRole, .assumeRoleWithSAML, .assumeRoleWithWebIdentity:
            roleAskedFor
        case .assumeRoot: takenRoot
        case .switchRole, .consoleLogin: ownRole
        case .getFederationToken: (federatedUser, nil)
        case .identityCenter: (permissionSet, nil)
        }
    }

    /// Looks through texts in order for the first that is the ARN of a role, and for the first with a path of that role.
    private struct RoleSearch {
        private(set) var role: RoleName?
        private(set) var arn: ARN?

        /// Whether nothing that follows can change what was found.
        var isDone: Bool { arn != nil }

        mutating func look(at text: @autoclosure () -> String?) {
            guard !isDone, let found = text().flatMap({ try? ARN(parsing: $0) }), let name = RoleName(found) else {
                return
            }
            if role == nil { role = name }
            if found.has(.service, "iam"), name == role { arn = found }
        }

        /// `resources` has the role, and for SAML the identity provider too. CloudTrail writes `ARN`, some tools `arn`.
        mutating func look(atResources resources: JSONValue?) {
            guard !isDone else { return }
            for resource in resources?.elements ?? [] {
                look(at: resource["ARN"]?.shownText ?? resource["arn"]?.shownText)
            }
        }

        var result: (role: RoleName?, arn: ARN?) { (role, arn) }
    }

    private var roleAskedFor: (role: RoleName?, arn: ARN?) {
        var search = RoleSearch()
        search.look(at: request?["roleArn"]?.shownText)
        search.look(atResources: members[.resources])
        search.look(at: response?.at("assumedRoleUser", "arn")?.shownText)
        search.look(at: refusedResource)
        return search.result
    }

    private var refusedResource: String? { errorMessage.flatMap { DenialMessage.resource(in: $0) } }

    /// AssumeRoot names its target as an account number or the ARN of the account's root.
    private var takenRoot: (role: RoleName?, arn: ARN?) {
        let target = request?["targetPrincipal"]?.shownText
        if let target, target.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) {
            return (RoleName(root: target), nil)
        }
        var search = RoleSearch()
        search.look(at: target)
        search.look(atResources: members[.resources])
        search.look(at: refusedResource)
        return search.result
    }

    /// In sign-ins the identity is that of the role, or of root.
    private var ownRole: (role: RoleName?, arn: ARN?) {
        var search = RoleSearch()
        search.look(at: identity.sessionIssuerARN)
        search.look(at: identity.arn?.description)
        search.look(at: refusedResource)
        if search.role != nil { return search.result }
        guard identity.kind == .root else { return (callerRole, nil) }
        let account = identity.accountID ?? members[.recipientAccountId]?.shownText
        return (account.map { RoleName(root: $0) }, nil)
    }

    private var federatedUser: RoleName? {
        var search = RoleSearch()
        search.look(at: response?.at("federatedUser", "arn")?.shownText)
        search.look(at: refusedResource)
        if let role = search.role { return role }
        guard let name = request?["name"]?.shownText, let account = identity.accountID else { return nil }
        return RoleName(account: account, federatedUser: name)
    }

    /// Identity Center's own records name the account and the permission set, or the role made for it.
    private var permissionSet: RoleName? {
        for details in [service, request] {
            guard let name = details?["role_name"]?.shownText ?? details?["roleName"]?.shownText,
                let account = details?["account_id"]?.shownText ?? details?["accountId"]?.shownText
            else { continue }
            let role = RoleName(account: account, name: name)
            return role.kind == .permissionSet ? role : RoleName(account: account, permissionSet: name)
        }
        return nil
    }
}

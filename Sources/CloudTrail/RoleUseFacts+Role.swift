import JSONText
import TextFormats

extension RoleUseFacts {
    /// The role taken up, and its ARN where the record has it with its path.
    var takenRole: (role: RoleName?, arn: ARN?) {
        switch kind {
        case .assumeRole, .assumeRoleWithSAML, .assumeRoleWithWebIdentity:
            firstRole(among: [request?["roleArn"]?.shownText] + resourceARNs + [assumedRoleARN, refusedResource])
        case .assumeRoot: takenRoot
        case .switchRole, .consoleLogin: ownRole
        case .getFederationToken: (federatedUser, nil)
        case .identityCenter: (permissionSet, nil)
        }
    }

    /// The first text that is the ARN of a role, and the first with a path of that same role.
    private func firstRole(among texts: [String?]) -> (role: RoleName?, arn: ARN?) {
        let arns = texts.compactMap { $0 }.compactMap { try? ARN(parsing: $0) }
        guard let role = arns.lazy.compactMap({ RoleName($0) }).first else { return (nil, nil) }
        return (role, arns.first { $0.service.hasBytes(of: "iam") && RoleName($0) == role })
    }

    /// `resources` has the role, and for SAML the identity provider too. CloudTrail writes `ARN`, some tools `arn`.
    private var resourceARNs: [String?] {
        (record["resources"]?.elements ?? []).map { $0["ARN"]?.shownText ?? $0["arn"]?.shownText }
    }

    private var assumedRoleARN: String? { response?.at("assumedRoleUser", "arn")?.shownText }

    private var refusedResource: String? { errorMessage.flatMap { DenialMessage.resource(in: $0) } }

    /// AssumeRoot names its target as an account number or the ARN of the account's root.
    private var takenRoot: (role: RoleName?, arn: ARN?) {
        let target = request?["targetPrincipal"]?.shownText
        if let target, target.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) {
            return (RoleName(root: target), nil)
        }
        return firstRole(among: [target] + resourceARNs + [refusedResource])
    }

    /// In sign-ins the identity is that of the role, or of root.
    private var ownRole: (role: RoleName?, arn: ARN?) {
        let found = firstRole(among: [identity.sessionIssuerARN, identity.arn?.description, refusedResource])
        if found.role != nil { return found }
        guard identity.kind == .root else { return (identity.role, nil) }
        let account = identity.accountID ?? record["recipientAccountId"]?.shownText
        return (account.map { RoleName(root: $0) }, nil)
    }

    private var federatedUser: RoleName? {
        let issued = response?.at("federatedUser", "arn")?.shownText
        if let role = firstRole(among: [issued, refusedResource]).role { return role }
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

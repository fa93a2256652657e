import TextFormats

extension RoleUse {
    /// The way in which a role was taken up.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case assumeRole
        case assumeRoleWithSAML
        case assumeRoleWithWebIdentity
        /// The management account acting as the root user of a member account.
        case assumeRoot
        /// In the console; the AssumeRole that goes with it is a record of its own.
        case switchRole
        /// Of a role's session or of a root user.
        case consoleLogin
        /// By an IAM user, whose rights the session has.
        case getFederationToken
        /// The portal of IAM Identity Center handing out a permission set, for the console or as keys. Recorded in the
        /// management account; the AssumeRoleWithSAML in the target account is a record of its own.
        case identityCenter
    }
}

extension RoleUse.Kind {
    /// By the first label of the event's source, or of `aws.sts` the last.
    private static let events: [(service: String, name: String, kind: Self)] = [
        ("sts", "AssumeRole", .assumeRole),
        ("sts", "AssumeRoleWithSAML", .assumeRoleWithSAML),
        ("sts", "AssumeRoleWithWebIdentity", .assumeRoleWithWebIdentity),
        ("sts", "AssumeRoot", .assumeRoot),
        ("sts", "GetFederationToken", .getFederationToken),
        ("signin", "SwitchRole", .switchRole),
        ("signin", "ConsoleLogin", .consoleLogin),
        ("sso", "Federate", .identityCenter),
        ("sso", "GetRoleCredentials", .identityCenter),
    ]

    /// - Parameter eventSource: `sts.amazonaws.com` as in records, or `aws.sts` as in events.
    init?(eventSource: String, eventName: String) {
        let labels = eventSource.split(atByte: UInt8(ascii: "."))
        let service = labels[0].hasBytes(of: "aws") && labels.count == 2 ? labels[1] : labels[0]
        let event = Self.events.first { $0.service.hasBytes(of: service) && $0.name.hasBytes(of: eventName) }
        guard let event else { return nil }
        self = event.kind
    }

    /// Everybody signs in to the console; only with a role, or as root, does it give rights that one did not have.
    func concerns(_ identity: UserIdentity) -> Bool {
        guard self == .consoleLogin else { return true }
        switch identity.kind {
        case .root, .assumedRole, .federatedUser: return true
        default: return identity.role != nil
        }
    }
}

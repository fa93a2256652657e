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
    private static let events: [(service: StaticString, name: StaticString, kind: Self)] = [
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

    /// - Parameters:
    ///   - eventSource: `sts.amazonaws.com` as in records, or `aws.sts` as in events.
    ///   - eventName: `AssumeRole`.
    init?(eventSource: Span<UInt8>, eventName: Span<UInt8>) {
        let service = Self.service(of: eventSource)
        let label = eventSource.extracting(service)
        for event in Self.events where label.elementsEqual(event.service) && eventName.elementsEqual(event.name) {
            self = event.kind
            return
        }
        return nil
    }

    /// Where the first label stands, or of `aws.sts` the second.
    private static func service(of eventSource: Span<UInt8>) -> Range<Int> {
        var first = eventSource.count
        var dots = 0
        for index in eventSource.indices where eventSource[index] == UInt8(ascii: ".") {
            if dots == 0 { first = index }
            dots += 1
        }
        let isEvents = dots == 1 && eventSource.extracting(..<first).elementsEqual("aws")
        return isEvents ? first + 1..<eventSource.count : 0..<first
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

import JSONText

extension RoleUse {
    /// Whether a second factor was used, as far as AWS knows.
    public enum MFA: String, Hashable, Sendable, CaseIterable {
        case yes, no
        /// AWS cannot tell, for instance because an identity provider asked for it, or not.
        case unknown
    }
}

extension RoleUseFacts {
    var mfa: RoleUse.MFA {
        let answers = [additional?["MFAUsed"]?.truth, identity.isMFAAuthenticated]
        if answers.contains(true) || askedWithMFA { return .yes }
        guard !isVouchedForElsewhere else { return .unknown }
        if answers.contains(false) || hasLongTermKey { return .no }
        return .unknown
    }

    /// The serial number of an MFA device comes with a code from it; a wrong code is refused.
    private var askedWithMFA: Bool {
        request?["serialNumber"]?.shownText != nil && verdict.outcome == .allowed
    }

    /// Keys of IAM users never carry MFA by themselves; the request would have to, so it must be there to look at.
    private var hasLongTermKey: Bool {
        guard identity.kind == .iamUser, request?.kind == .object, request?["omitted"] == nil else { return false }
        return identity.accessKeyID?.startsWithBytes(of: "AKIA") ?? false
    }

    /// Sessions that an identity provider signed in: CloudTrail says `No` and `false` there whatever was asked for.
    private var isVouchedForElsewhere: Bool {
        switch identity.kind {
        case .samlUser, .webIdentityUser, .identityCenterUser: true
        case .assumedRole: kind == .consoleLogin || chainedFrom?.kind == .permissionSet
        default: false
        }
    }
}

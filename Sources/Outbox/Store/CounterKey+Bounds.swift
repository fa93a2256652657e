import TextFormats

/// How many counters there may be. Most are named by the rules file; those of role uses are named by callers, who can be
/// denied any role whose name they make up.
extension CounterKey {
    /// How many counters of role uses of one outcome a store keeps. Further roles share one, under the name ``others``;
    /// since each outcome has a bound of its own, roles that nobody may take cannot displace those that are used.
    public static let rolesLimit = 1_000
    /// The role, and the account, of uses that are counted together.
    public static let others = "other"
    /// IAM's names of roles have at most 64 bytes; what is longer is cut.
    public static let nameBytesLimit = 128

    /// With names of at most ``nameBytesLimit`` bytes.
    var withBoundedNames: CounterKey {
        guard case .roleUse(let role, let account, let outcome) = self,
            max(role.utf8.count, account.utf8.count) > Self.nameBytesLimit
        else { return self }
        return .roleUse(role: Self.bounded(role), account: Self.bounded(account), outcome: outcome)
    }

    /// A name's first ``nameBytesLimit`` bytes, cut where a character ends.
    public static func bounded(_ name: String) -> String {
        guard name.utf8.count > nameBytesLimit else { return name }
        var bytes = Array(name.utf8.prefix(nameBytesLimit))
        while !bytes.isEmpty {
            if let text = String(validating: bytes, as: UTF8.self) { return text }
            bytes.removeLast()
        }
        return ""
    }

    /// The outcome of which a store keeps no more than ``rolesLimit`` counters; nil for a counter that callers do not name.
    public var boundedOutcome: String? {
        guard case .roleUse(let role, _, let outcome) = self, !role.hasBytes(of: Self.others) else { return nil }
        return outcome
    }

    /// The counter that a store adds to instead, having as many of its outcome as it keeps, and not this one.
    public var shared: CounterKey {
        guard let outcome = boundedOutcome else { return self }
        return .roleUse(role: Self.others, account: Self.others, outcome: outcome)
    }
}

import TextFormats

/// Whose rights somebody took up, named the way that all ARNs of a role agree on: without its path.
///
/// A role's own ARN has a path, that of a session has none, and a permission set's role changes its suffix. These are
/// equal:
///
///     arn:aws:iam::111122223333:role/emergency/BreakGlassAdmin
///     arn:aws:sts::111122223333:assumed-role/BreakGlassAdmin/alice
///
/// Role names are unique in an account, whatever their path (IAM User Guide, "IAM and AWS STS quotas", IAM name
/// requirements), so nothing else gets in.
public struct RoleName: Sendable {
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case role
        /// A role that IAM Identity Center made for a permission set.
        case permissionSet
        /// The root user of an account; its name is `root`.
        case root
        /// The session that `GetFederationToken` gives an IAM user; it has the name asked for.
        case federatedUser
    }

    /// The account that owns the role.
    public let account: String
    public let kind: Kind
    /// The name in IAM: `BreakGlassAdmin`, `AWSReservedSSO_BreakGlass_1f2e3d4c5b6a7988`.
    public let name: String
    /// The name people use: that of the permission set if it is one, otherwise ``name``.
    public let shortName: String

    /// A role by its bare name, as Identity Center's own records and IAM calls have it.
    public init(account: String, name: String) {
        let permissionSet = PermissionSetRole(roleName: name)?.permissionSet
        self.init(account: account, kind: permissionSet == nil ? .role : .permissionSet, name: name, permissionSet)
    }

    /// Nil for the ARN of anything but a role, a role's session, a federated user or an account's root.
    ///
    /// Sessions belong to `sts`, the others to `iam`, but anonymised records mix the two.
    public init?(_ arn: ARN) {
        guard arn.service.hasBytes(of: "iam") || arn.service.hasBytes(of: "sts"), let account = arn.account.visible
        else { return nil }
        let parts = arn.resource.split(atByte: UInt8(ascii: "/"))
        switch parts.count {
        case 1 where parts[0].hasBytes(of: "root"): self.init(root: account)
        case 2... where parts[0].hasBytes(of: "role"): self.init(account: account, visibleName: parts[parts.count - 1])
        case 2... where parts[0].hasBytes(of: "assumed-role"): self.init(account: account, visibleName: parts[1])
        case 2... where parts[0].hasBytes(of: "federated-user"):
            guard let name = parts[1].visible else { return nil }
            self.init(account: account, federatedUser: name)
        default: return nil
        }
    }

    private init?(account: String, visibleName: String) {
        guard let name = visibleName.visible else { return nil }
        self.init(account: account, name: name)
    }

    init(root account: String) {
        self.init(account: account, kind: .root, name: "root", nil)
    }

    init(account: String, federatedUser: String) {
        self.init(account: account, kind: .federatedUser, name: federatedUser, nil)
    }

    /// The role of a permission set where its suffix is not known, as in Identity Center's own records.
    init(account: String, permissionSet: String) {
        self.init(account: account, kind: .permissionSet, name: permissionSet, permissionSet)
    }

    private init(account: String, kind: Kind, name: String, _ shortName: String?) {
        self.account = account
        self.kind = kind
        self.name = name
        self.shortName = shortName ?? name
    }
}

extension RoleName: Hashable {
    /// Of a permission set's role the suffix does not count: it is the same set after it was assigned again.
    public static func == (one: RoleName, other: RoleName) -> Bool {
        one.kind == other.kind && one.account.hasBytes(of: other.account) && one.shortName.hasBytes(of: other.shortName)
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(kind)
        hasher.combine(account)
        hasher.combine(shortName)
    }
}

extension RoleName: CustomStringConvertible {
    /// `111122223333/BreakGlass`
    public var description: String { "\(account)/\(shortName)" }
}

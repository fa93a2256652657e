/// The name of a role that IAM Identity Center makes for a permission set: `AWSReservedSSO_BreakGlass_1f2e3d4c5b6a7988`.
///
/// The suffix changes when the permission set is taken from the account and assigned again, the permission set's name
/// does not; it may hold `_` itself. Source: IAM Identity Center User Guide, "Referencing permission sets".
public struct PermissionSetRole: Hashable, Sendable {
    /// What people call it, `BreakGlass`.
    public let permissionSet: String
    /// Sixteen hexadecimal digits.
    public let suffix: String

    /// Nil when a role of this name is not Identity Center's.
    public init?(roleName: String) {
        guard roleName.startsWithBytes(of: Self.prefix) else { return nil }
        let parts = String(roleName.utf8.dropFirst(Self.prefix.utf8.count))?.split(atByte: UInt8(ascii: "_")) ?? []
        guard parts.count >= 2, let last = parts.last, Self.isSuffix(last) else { return nil }
        let name = parts.dropLast().joined(separator: "_")
        guard !name.isEmpty else { return nil }
        (permissionSet, suffix) = (name, last)
    }

    static let prefix = "AWSReservedSSO_"
    private static let suffixDigits = 16

    private static func isSuffix(_ text: String) -> Bool {
        text.utf8.count == suffixDigits
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): true
                default: false
                }
            }
    }
}

import CloudTrail

/// The rules file that `relay init` writes: a good one to begin with, which passes `relay check` and `relay test`.
public struct InitialRulesFile: Sendable {
    /// The role that must not be used in silence.
    public enum Role: Hashable, Sendable {
        case role(RoleARN)
        /// A permission set of IAM Identity Center, in whatever accounts it is provisioned.
        case permissionSet(String)

        /// - Throws: ``InitialRulesFileError`` for text that is not the ARN of a role.
        public init(arn: String) throws(InitialRulesFileError) {
            guard let role = RoleARN(parsing: arn) else { throw .notARoleARN(arn) }
            let permissionSet = Self.permissionSet(ofRole: role)
            self = permissionSet.map { .permissionSet($0) } ?? .role(role)
        }

        /// Source: Identity Center API Reference, `PermissionSetName`.
        public init(permissionSet name: String) throws(InitialRulesFileError) {
            guard (1...32).contains(name.utf8.count), name.utf8.allSatisfy(RoleARN.isNameByte) else {
                throw .notAPermissionSet(name)
            }
            self = .permissionSet(name)
        }

        /// The permission set that a role of Identity Center's stands for: its name lies between the prefix and the
        /// last `_`, and what follows changes whenever the set is provisioned anew.
        private static func permissionSet(ofRole role: RoleARN) -> String? {
            let prefix = "AWSReservedSSO_"
            guard role.path.hasPrefix("/aws-reserved/sso.amazonaws.com/"), role.name.hasPrefix(prefix),
                let end = role.name.lastIndex(of: "_")
            else { return nil }
            let name = role.name[..<end].dropFirst(prefix.count)
            return name.isEmpty ? nil : String(name)
        }
    }

    /// What stands in the file when nobody said which role.
    public static let exampleARN = "arn:aws:iam::111122223333:role/BreakGlassAdmin"
    public static let exampleChannel = "C0123ABCD"

    public let role: Role
    public let channel: String

    /// - Parameter channel: The id of a Slack channel; the example's when nil.
    /// - Throws: ``InitialRulesFileError`` for text that is no channel's id.
    public init(role: Role?, channel: String?) throws(InitialRulesFileError) {
        if let channel {
            let isID =
                channel.utf8.count >= 9 && ["C", "G", "D"].contains { channel.hasPrefix($0) }
                && channel.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) }
            guard isID else { throw .notAChannel(channel) }
        }
        if let role { self.role = role } else { self.role = try Role(arn: Self.exampleARN) }
        self.channel = channel ?? Self.exampleChannel
    }
}

public enum InitialRulesFileError: Error, Hashable, Sendable, CustomStringConvertible {
    case notARoleARN(String)
    case notAPermissionSet(String)
    case notAChannel(String)

    public var description: String {
        switch self {
        case .notARoleARN(let text):
            "'\(text)' is not the ARN of a role, such as \(InitialRulesFile.exampleARN)"
        case .notAPermissionSet(let text):
            "'\(text)' is not the name of a permission set: 1 to 32 letters, digits and _+=,.@-"
        case .notAChannel(let text):
            "'\(text)' is not the id of a Slack channel, such as \(InitialRulesFile.exampleChannel); "
                + "Slack shows it at the end of the channel's details"
        }
    }
}

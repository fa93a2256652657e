import CloudTrail
import ConfigDocument
import Rules

/// The rules file that `relay init` writes: a complete example for one role, which passes `relay check` and `relay
/// test`.
public struct InitialRulesFile: Sendable {
    /// The break-glass role whose use is announced.
    public enum Role: Hashable, Sendable {
        /// One role, by its ARN.
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

        /// The permission set that an Identity Center role belongs to: its name stands between the prefix and the last
        /// `_`; the digits after it change whenever the set is provisioned again.
        private static func permissionSet(ofRole role: RoleARN) -> String? {
            let prefix = "AWSReservedSSO_"
            guard role.path.hasPrefix("/aws-reserved/sso.amazonaws.com/"), role.name.hasPrefix(prefix),
                let end = role.name.lastIndex(of: "_")
            else { return nil }
            let name = role.name[..<end].dropFirst(prefix.count)
            return name.isEmpty ? nil : String(name)
        }
    }

    /// The role in the file when none is given.
    public static let exampleARN = "arn:aws:iam::111122223333:role/BreakGlassAdmin"
    /// The channel's id in the file when none is given.
    public static let exampleChannel = "C0123ABCD"

    /// The role that the file's rules watch.
    public let role: Role
    /// The id of the Slack channel that is alerted.
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

/// Why no rules file is written.
public enum InitialRulesFileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The text given for the role.
    case notARoleARN(String)
    /// The text given for the permission set.
    case notAPermissionSet(String)
    /// The text given for the channel.
    case notAChannel(String)

    /// The reason as a sentence that quotes the text.
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

/// The ARN of an IAM role, `arn:aws:iam::111122223333:role/path/Name`.
///
/// Source: IAM User Guide, "IAM identifiers"; names and paths by the API's `CreateRole`.
public struct RoleARN: Hashable, Sendable {
    /// `aws`, `aws-cn`, `aws-us-gov` …
    public let partition: String
    /// 12 digits.
    public let account: String
    /// With the slashes around it: `/`, or `/aws-reserved/sso.amazonaws.com/eu-west-1/`.
    public let path: String
    /// 1 to 64 letters, digits and `_+=,.@-`.
    public let name: String

    /// Nil for text that is not the ARN of a role.
    public init?(parsing text: String) {
        let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 6, parts[0] == "arn", parts[1].hasPrefix("aws"), parts[2] == "iam", parts[3].isEmpty,
            TextRule.accountID.refusal(parts[4]) == nil
        else { return nil }
        let resource = parts[5].split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard resource.count >= 2, resource[0] == "role", let name = resource.last, Self.isName(name),
            resource.dropFirst().dropLast().allSatisfy({
                !$0.isEmpty && $0.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\"") }
            })
        else { return nil }
        partition = parts[1]
        account = parts[4]
        path = "/" + resource.dropFirst().dropLast().map { "\($0)/" }.joined()
        self.name = name
    }

    static let nameLength = 1...64

    private static func isName(_ text: String) -> Bool {
        nameLength.contains(text.utf8.count) && text.utf8.allSatisfy(isNameByte)
    }

    /// What names of roles and of permission sets are made of: letters, digits and `_+=,.@-`.
    static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "_+=,.@-".utf8.contains(byte)
        }
    }
}

extension RoleARN: CustomStringConvertible {
    /// The ARN as it was parsed.
    public var description: String { "arn:\(partition):iam::\(account):role\(path)\(name)" }
}

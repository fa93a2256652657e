import ConfigDocument
import Rules

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
    public var description: String { "arn:\(partition):iam::\(account):role\(path)\(name)" }
}

import TextFormats

/// An Amazon Resource Name, `arn:partition:service:region:account:resource`.
///
/// Region and account may be empty; the resource keeps further colons. Two names are equal byte for byte.
/// Source: IAM User Guide, "Amazon Resource Names (ARNs)", ARN format.
public struct ARN: Sendable {
    public let partition, service, region, account, resource: String

    /// - Throws: ``ARNError`` with an offset in UTF-8 bytes from the start of `text`.
    public init(parsing text: String) throws(ARNError) {
        let parts = text.split(atByte: UInt8(ascii: ":"), maxSplits: 5)
        guard let prefix = parts.first, prefix.hasBytes(of: "arn") else {
            throw ARNError(reason: .missingPrefix, offset: 0)
        }
        guard parts.count == 6 else { throw ARNError(reason: .missingPart, offset: text.utf8.count) }
        var offset = 0
        for (index, part) in parts.enumerated() {
            if part.isEmpty, !Self.optionalParts.contains(index) { throw ARNError(reason: .emptyPart, offset: offset) }
            offset += part.utf8.count + 1
        }
        (partition, service, region) = (parts[1], parts[2], parts[3])
        (account, resource) = (parts[4], parts[5])
    }

    /// Region and account: IAM has no Region, S3 buckets have neither.
    private static let optionalParts = 3...4
}

extension ARN: CustomStringConvertible {
    public var description: String { "arn:\(partition):\(service):\(region):\(account):\(resource)" }
}

extension ARN: Hashable {
    public static func == (one: ARN, other: ARN) -> Bool { one.description.hasBytes(of: other.description) }

    public func hash(into hasher: inout Hasher) { hasher.combine(description) }
}

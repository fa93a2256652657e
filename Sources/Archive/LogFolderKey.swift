/// What a folder of CloudTrail's layout says of the files under it: who wrote them, where, and when they were delivered.
///
///     …/<account>/CloudTrail/<region>/YYYY/MM/DD/
///
/// `CloudTrail-Digest` and `CloudTrail-Insight` stand in the place of `CloudTrail` too. Parts that are not there, or not
/// of this form, are nil, and so is every part behind them.
///
/// Source: CloudTrail User Guide, "Finding your CloudTrail log files".
public struct LogFolderKey: Hashable, Sendable {
    /// The account whose events the files hold, twelve digits.
    public let account: String
    /// The Region whose events the files hold, `eu-west-1`.
    public let region: String?
    /// The year, month or day of delivery in UTC, as far as the folder says: `2026`, `2026-03` or `2026-03-01`.
    public let delivered: String?

    /// - Parameter path: A path or the prefix of some keys, with or without a slash at its end; nil when it has no folder
    ///   of a trail in it.
    public init?(path: String) {
        let parts = path.utf8.split(separator: UInt8(ascii: "/"))
        let trail = parts.indices.last { index in
            index > 0 && Self.trails.contains { parts[index].elementsEqual($0.utf8) }
                && Self.isNumber(parts[index - 1], digits: 12)
        }
        guard let trail, let account = String(parts[trail - 1]) else { return nil }
        self.account = account
        let below = parts[(trail + 1)...]
        region = below.first.flatMap { String($0) }
        let date = zip(below.dropFirst(), Self.dateDigits).prefix { Self.isNumber($0, digits: $1) }
        delivered = date.isEmpty ? nil : date.compactMap { String($0.0) }.joined(separator: "-")
    }

    private static let trails = ["CloudTrail", "CloudTrail-Digest", "CloudTrail-Insight"]
    /// How many digits year, month and day have.
    private static let dateDigits = [4, 2, 2]

    private static func isNumber(_ part: Substring.UTF8View, digits: Int) -> Bool {
        part.count == digits && part.allSatisfy { $0 &- UInt8(ascii: "0") < 10 }
    }
}

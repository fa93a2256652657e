/// What the name of a CloudTrail object says: who wrote it, where, and when it was delivered.
///
///     <account>_CloudTrail_<region>_YYYYMMDDTHHmmZ_<16 letters and digits>.json.gz
///     <account>_CloudTrail-Digest_<region>_<trail>_<home region>_YYYYMMDDTHHMMSSZ.json.gz
///
/// Source: CloudTrail User Guide, "CloudTrail log file name format"; the digest's form from "Digest file structure".
public struct LogFileKey: Hashable, Sendable {
    public enum Content: Hashable, Sendable {
        case log
        /// Hashes of log files; holds no records.
        case digest
        /// Unusual call rates; holds no records of calls.
        case insight
    }

    public let content: Content
    public let account: String
    public let region: String
    /// The minute of delivery, `YYYY-MM-DDTHH:mm` in UTC; nil for digests. Records in the file are older.
    public let deliveryMinute: String?

    /// - Parameter name: the last part of a path; nil when it is not of CloudTrail's form.
    public init?(fileName name: some StringProtocol) {
        guard name.hasSuffix(".json.gz") || name.hasSuffix(".json") else { return nil }
        let parts = name.split(separator: "_", omittingEmptySubsequences: false)
        guard parts.count >= 5, !parts[0].isEmpty, parts[0].allSatisfy({ $0.isASCII && $0.isNumber }) else {
            return nil
        }
        switch parts[1] {
        case "CloudTrail": content = .log
        case "CloudTrail-Digest": content = .digest
        case "CloudTrail-Insight": content = .insight
        default: return nil
        }
        account = String(parts[0])
        region = String(parts[2])
        deliveryMinute = content == .digest ? nil : Self.minute(parts[3])
        guard content == .digest || deliveryMinute != nil else { return nil }
    }

    /// `20260301T0905Z` as `2026-03-01T09:05`.
    private static func minute(_ text: some StringProtocol) -> String? {
        let bytes = Array(text.utf8)
        guard bytes.count == 14, bytes[8] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: "Z") else { return nil }
        let digits = bytes[0..<8] + bytes[9..<13]
        guard digits.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) else { return nil }
        func part(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
        return "\(part(0..<4))-\(part(4..<6))-\(part(6..<8))T\(part(9..<11)):\(part(11..<13))"
    }
}

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
    /// The minute of delivery in UTC as a number, 202603010905 for 2026-03-01T09:05; nil for digests. Records in the
    /// file are older. A number, since there is one for each of a hundred thousand files.
    public let deliveryMinute: Int?

    /// - Parameter name: the last part of a path; nil when it is not of CloudTrail's form.
    public init?(fileName name: Substring.UTF8View) {
        guard name.hasSuffix(".json.gz") || name.hasSuffix(".json") else { return nil }
        let parts = name.split(separator: UInt8(ascii: "_"), maxSplits: 4, omittingEmptySubsequences: false)
        guard parts.count == 5, !parts[0].isEmpty, parts[0].allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }) else {
            return nil
        }
        if parts[1].elementsEqual("CloudTrail".utf8) {
            content = .log
        } else if parts[1].elementsEqual("CloudTrail-Digest".utf8) {
            content = .digest
        } else if parts[1].elementsEqual("CloudTrail-Insight".utf8) {
            content = .insight
        } else {
            return nil
        }
        guard let account = String(parts[0]), let region = String(parts[2]) else { return nil }
        (self.account, self.region) = (account, region)
        deliveryMinute = content == .digest ? nil : Self.minute(parts[3])
        guard content == .digest || deliveryMinute != nil else { return nil }
    }

    public init?(fileName name: String) {
        self.init(fileName: name[...].utf8)
    }

    /// `20260301T0905Z` as 202603010905.
    private static func minute(_ text: Substring.UTF8View) -> Int? {
        var minute = 0
        for (index, byte) in text.enumerated() {
            switch index {
            case 8: guard byte == UInt8(ascii: "T") else { return nil }
            case 13: return byte == UInt8(ascii: "Z") && text.count == 14 ? minute : nil
            default:
                guard byte &- UInt8(ascii: "0") < 10 else { return nil }
                minute = minute * 10 + Int(byte - UInt8(ascii: "0"))
            }
        }
        return nil
    }

    /// The minute of a time that begins with `YYYY-MM-DDTHH:MM`, in the same form.
    static func minute(ofTime time: String) -> Int? {
        let digits = time.utf8.prefix(16).filter { $0 &- UInt8(ascii: "0") < 10 }
        guard digits.count == 12 else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }
}

extension Substring.UTF8View {
    func hasSuffix(_ suffix: StaticString) -> Bool {
        guard count >= suffix.utf8CodeUnitCount else { return false }
        return suffix.withUTF8Buffer { unsafe self.suffix($0.count).elementsEqual($0) }
    }
}

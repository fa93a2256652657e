import CloudTrail

/// What the header `Retry-After` asks for.
///
/// A negative number means that there is no use in trying again (EventBridge User Guide, "API destinations").
/// Source of the forms: RFC 9110, sections 5.6.7 and 10.2.3.
public enum RetryAfter: Hashable, Sendable {
    case wait(Duration)
    case never

    /// Longer is not waited for: a delivery has no more than a day.
    public static let waitLimit: Duration = .seconds(7 * 86_400)

    /// - Returns: nil for text that has none of the forms; it asks for nothing then.
    public init?(_ text: String, now: Timestamp) {
        let bytes = Array(text.utf8.drop { $0 == 0x20 || $0 == 0x09 })
        if let wait = Self.seconds(bytes) {
            self = wait
        } else if let moment = Self.moment(bytes) {
            self = .wait(min(max(.zero, moment - now), Self.waitLimit))
        } else {
            return nil
        }
    }

    /// Whole seconds; a fraction, which some servers send, is rounded up.
    private static func seconds(_ bytes: [UInt8]) -> RetryAfter? {
        let isNegative = bytes.first == UInt8(ascii: "-")
        let digits = (isNegative ? bytes[1...] : bytes[...]).prefix { isDigit($0) }
        let rest = bytes[digits.endIndex...]
        let fraction = rest.dropFirst().prefix { isDigit($0) }
        let hasFraction = rest.first == UInt8(ascii: ".") && !fraction.isEmpty
        let end = hasFraction ? fraction.endIndex : digits.endIndex
        guard !digits.isEmpty, bytes[end...].allSatisfy({ $0 == 0x20 || $0 == 0x09 }) else { return nil }
        let isZero = (digits + fraction).allSatisfy { $0 == UInt8(ascii: "0") }
        guard !isNegative || isZero else { return .never }
        let roundsUp = hasFraction && fraction.contains { $0 != UInt8(ascii: "0") }
        guard let whole = Int64(String(decoding: digits, as: UTF8.self)), whole < waitLimit.components.seconds else {
            return .wait(waitLimit)
        }
        return .wait(.seconds(whole + (roundsUp ? 1 : 0)))
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}

// MARK: - HTTP dates

extension RetryAfter {
    /// `Sun, 06 Nov 1994 08:49:37 GMT`, and the two older forms that a recipient must know:
    /// `Sunday, 06-Nov-94 08:49:37 GMT` and `Sun Nov  6 08:49:37 1994`.
    private static func moment(_ bytes: [UInt8]) -> Timestamp? {
        let words = bytes.split(whereSeparator: { $0 == 0x20 || $0 == 0x2C || $0 == 0x2D })
            .map { String(decoding: $0, as: UTF8.self) }
        switch words.count {
        case 6 where words[5].hasBytes(of: "GMT") && words[3].utf8.count == 2:
            return year(ofTwoDigits: words[3]).flatMap {
                moment(day: words[1], month: words[2], year: $0, time: words[4])
            }
        case 6 where words[5].hasBytes(of: "GMT"):
            return moment(day: words[1], month: words[2], year: words[3], time: words[4])
        case 5: return moment(day: words[2], month: words[1], year: words[4], time: words[3])
        default: return nil
        }
    }

    private static func moment(day: String, month: String, year: String, time: String) -> Timestamp? {
        guard let number = months.firstIndex(where: { $0.hasBytes(of: month) }), day.utf8.count <= 2 else { return nil }
        func padded(_ text: String) -> String { text.utf8.count < 2 ? "0\(text)" : text }
        return Timestamp(parsing: "\(year)-\(padded(String(number + 1)))-\(padded(day))T\(time)Z")
    }

    /// Years of two digits ended with the century; RFC 850's form is read as one of this.
    private static func year(ofTwoDigits text: String) -> String? { Int(text).map { _ in "20\(text)" } }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}

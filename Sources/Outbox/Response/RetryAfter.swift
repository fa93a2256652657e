public import TextFormats

/// What the header `Retry-After` asks for.
///
/// ``RetrySchedule`` tries a delivery again no sooner, and ``DeliveryQueue`` sends nothing else on its lane meanwhile.
///
/// A negative number means that there is no use in trying again (EventBridge User Guide, "API destinations").
/// Source of the forms: RFC 9110, sections 5.6.7 and 10.2.3.
public enum RetryAfter: Hashable, Sendable {
    /// To wait so long, ``waitLimit`` at most.
    case wait(Duration)
    /// Not to try again.
    case never

    /// Longer is not waited for: a delivery has no more than a day.
    public static let waitLimit: Duration = .seconds(7 * 86_400)

    /// - Returns: nil for text that has none of the forms; it asks for nothing then.
    public init?(_ text: String, now: Timestamp) {
        let bytes = Array(text.utf8.drop { $0 == 0x20 || $0 == 0x09 })
        if let wait = Self.seconds(bytes) {
            self = wait
        } else if let moment = HTTPDate.moment(bytes) {
            self = .wait(min(max(.zero, moment - now), Self.waitLimit))
        } else {
            return nil
        }
    }

    /// Whole seconds; a fraction, which some servers send, is rounded up.
    private static func seconds(_ bytes: [UInt8]) -> RetryAfter? {
        let isNegative = bytes.first == UInt8(ascii: "-")
        let digits = (isNegative ? bytes[1...] : bytes[...]).prefix { $0.isASCIIDigit }
        let rest = bytes[digits.endIndex...]
        let fraction = rest.dropFirst().prefix { $0.isASCIIDigit }
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
}

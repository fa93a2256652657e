/// A moment in UTC, to the millisecond.
///
/// relay's own moments (received, due, sent) have this type. The time in a record stays text until it is counted by.
public struct Timestamp: Hashable, Comparable, Sendable, Codable {
    /// Since 1970-01-01T00:00:00Z, leap seconds not counted.
    public let milliseconds: Int64

    /// - Parameter milliseconds: Since 1970-01-01T00:00:00Z; negative before.
    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// - Parameter text: ISO 8601 in UTC, as AWS writes it: `2026-03-02T09:14:07Z`. A fraction is cut to milliseconds.
    ///   Nil for any other form, for another zone, and for a time that no day has.
    public init?(parsing text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes.count <= 40, let day = CalendarDay(text), bytes[10] == UInt8(ascii: "T"),
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"), bytes.last == UInt8(ascii: "Z")
        else { return nil }
        /// - Parameter range: of at most 18 digits.
        func number(_ range: Range<Int>) -> Int64? {
            var value: Int64 = 0
            for byte in bytes[range] {
                guard byte.isASCIIDigit else { return nil }
                value = value * 10 + Int64(byte - UInt8(ascii: "0"))
            }
            return value
        }
        guard let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19), hour < 24,
            minute < 60, second < 60
        else { return nil }
        var fraction: Int64 = 0
        if bytes.count > 20 {
            let written = bytes[20..<bytes.count - 1]
            guard bytes[19] == UInt8(ascii: "."), !written.isEmpty,
                written.allSatisfy(\.isASCIIDigit)
            else { return nil }
            let digits = written.prefix(3) + [UInt8](repeating: UInt8(ascii: "0"), count: 2)
            fraction = digits.prefix(3).reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
        }
        milliseconds = ((Int64(day.number) * 24 + hour) * 60 + minute) * 60_000 + second * 1_000 + fraction
    }

    /// Whether `left` is the earlier moment.
    public static func < (left: Self, right: Self) -> Bool { left.milliseconds < right.milliseconds }

    /// Stays within what a timestamp can hold.
    public static func + (moment: Self, duration: Duration) -> Self {
        let sum = moment.milliseconds.addingReportingOverflow(duration.wholeMilliseconds)
        guard sum.overflow else { return Self(milliseconds: sum.partialValue) }
        return Self(milliseconds: duration < .zero ? .min : .max)
    }

    /// The earlier moment; stays within what a timestamp can hold.
    public static func - (moment: Self, duration: Duration) -> Self { moment + (.zero - duration) }

    /// The time from `earlier` to `later`; negative if they are the other way round.
    public static func - (later: Self, earlier: Self) -> Duration {
        let difference = later.milliseconds.subtractingReportingOverflow(earlier.milliseconds)
        guard difference.overflow else { return .milliseconds(difference.partialValue) }
        return .milliseconds(later < earlier ? Int64.min : Int64.max)
    }
}

extension Timestamp {
    /// The day in UTC that the moment lies in.
    public var day: CalendarDay { CalendarDay(number: Int(flooredDays)) }

    private var flooredDays: Int64 {
        let days = milliseconds / Self.millisecondsPerDay
        return milliseconds % Self.millisecondsPerDay < 0 ? days - 1 : days
    }

    private static let millisecondsPerDay: Int64 = 86_400_000
}

extension Timestamp: CustomStringConvertible {
    /// ISO 8601 in UTC with milliseconds: `2026-03-02T09:14:07.250Z`.
    public var description: String { text(withMilliseconds: true) }

    /// As AWS writes it, to the second: `2026-03-02T09:14:07Z`.
    public var secondsText: String { text(withMilliseconds: false) }

    private func text(withMilliseconds: Bool) -> String {
        // Not by way of the day's beginning, which the first day that 64 bits hold has not got.
        let remainder = milliseconds % Self.millisecondsPerDay
        let inDay = remainder < 0 ? remainder + Self.millisecondsPerDay : remainder
        let fraction = withMilliseconds ? ".\((inDay % 1_000).zeroPadded(to: 3))" : ""
        let (hour, minute, second) = (inDay / 3_600_000, inDay / 60_000 % 60, inDay / 1_000 % 60)
        return "\(day)T\(hour.zeroPadded(to: 2)):\(minute.zeroPadded(to: 2)):\(second.zeroPadded(to: 2))\(fraction)Z"
    }
}

extension Duration {
    /// Rounded towards zero; the most that 64 bits hold where it is more.
    public var wholeMilliseconds: Int64 {
        let (seconds, attoseconds) = components
        let product = seconds.multipliedReportingOverflow(by: 1_000)
        guard !product.overflow else { return seconds < 0 ? .min : .max }
        let sum = product.partialValue.addingReportingOverflow(attoseconds / 1_000_000_000_000_000)
        return sum.overflow ? (seconds < 0 ? .min : .max) : sum.partialValue
    }
}

/// A day of the Gregorian calendar in UTC.
public struct CalendarDay: Hashable, Comparable, Sendable, Strideable, CustomStringConvertible {
    /// Days since 1970-01-01; negative before.
    public let number: Int

    /// - Parameter number: Days since 1970-01-01.
    public init(number: Int) { self.number = number }

    /// - Parameter text: begins with `YYYY-MM-DD`; nil when it does not, or there is no such day.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8.prefix(10))
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-") else { return nil }
        func number(_ range: Range<Int>) -> Int? { Int(String(decoding: bytes[range], as: UTF8.self)) }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10), year >= 0,
            (1...12).contains(month), day >= 1
        else { return nil }
        self.init(year: year, month: month, day: day)
        guard description.utf8.elementsEqual(bytes) else { return nil }
    }

    /// - Parameters:
    ///   - month: From 1 to 12.
    ///   - day: From 1; beyond the month's end it is a day of a later month.
    public init(year: Int, month: Int, day: Int) {
        // Counts from March, so that the leap day comes last. Method: Howard Hinnant, "chrono-Compatible Low-Level Date
        // Algorithms".
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        number = era * 146_097 + dayOfEra - 719_468
    }

    /// Year, month from 1 to 12, and day of the month from 1.
    public var components: (year: Int, month: Int, day: Int) {
        let shifted = number + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    /// `YYYY-MM-DD`.
    public var description: String {
        let (year, month, day) = components
        return "\(year.zeroPadded(to: 4))-\(month.zeroPadded(to: 2))-\(day.zeroPadded(to: 2))"
    }

    /// How many days later `other` is; negative for an earlier day.
    public func distance(to other: Self) -> Int { other.number - number }
    /// The day that many days later, or earlier for a negative number.
    public func advanced(by days: Int) -> Self { Self(number: number + days) }
    /// Whether `left` is the earlier day.
    public static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}

extension CalendarDay {
    /// `Jan` to `Dec`.
    public static let monthNames = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// The year; 0 is 1 BC.
    public var year: Int { components.year }

    /// From 1.
    public var dayOfMonth: Int { components.day }

    /// `Jan` to `Dec`.
    public var monthName: String { Self.monthNames[components.month - 1] }

    /// `Mon` to `Sun`.
    public var weekdayName: String {
        // The first day of 1970 was a Thursday.
        ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][(number % 7 + 7) % 7]
    }

    /// The first day of the quarter: the first of January, April, July or October.
    public var firstOfQuarter: CalendarDay {
        let (year, month, _) = components
        return CalendarDay(year: year, month: (month - 1) / 3 * 3 + 1, day: 1)
    }

    /// Midnight, when the day begins.
    public var start: Timestamp { Timestamp(milliseconds: 0) + .seconds(Int64(number) * 86_400) }
}

extension BinaryInteger {
    /// The decimal digits, with zeros in front up to a width.
    func zeroPadded(to width: Int) -> String {
        let digits = String(self)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

/// A moment as HTTP headers write it, to the second.
///
/// Source: RFC 9110, section 5.6.7.
public enum HTTPDate {
    /// `Mon, 02 Mar 2026 09:14:07 GMT`: the form that is to be sent.
    public static func text(of moment: Timestamp) -> String {
        let day = moment.day
        let date = day.components
        func padded(_ number: Int, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        // `2026-03-02T09:14:07Z`: the time of day stands behind the T.
        let time = moment.secondsText.utf8.suffix(9).dropLast()
        return "\(day.weekdayName), \(padded(date.day, 2)) \(day.monthName) \(padded(date.year, 4)) "
            + "\(String(decoding: Array(time), as: UTF8.self)) GMT"
    }

    /// Reads the form above and the two older forms that a recipient must know: `Sunday, 06-Nov-94 08:49:37 GMT` and
    /// `Sun Nov  6 08:49:37 1994`. `-0000` may stand for `GMT`, as botocore writes it. The name of the weekday is not
    /// checked.
    ///
    /// - Returns: nil for any other text, and for a moment that no day has.
    public static func moment(_ text: some Collection<UInt8>) -> Timestamp? {
        let words = text.split { $0 == 0x20 || $0 == 0x2C }.map { String(decoding: $0, as: UTF8.self) }
        switch words.count {
        case 6 where isUTC(words[5]): return moment(day: words[1], month: words[2], year: words[3], time: words[4])
        case 5: return moment(day: words[2], month: words[1], year: words[4], time: words[3])
        case 4 where isUTC(words[3]):
            let date = words[1].split(separator: "-", omittingEmptySubsequences: false).map(String.init)
            guard date.count == 3, date[2].utf8.count == 2 else { return nil }
            // Years of two digits ended with the century; they are read as years of this one.
            return moment(day: date[0], month: date[1], year: "20\(date[2])", time: words[2])
        default: return nil
        }
    }

    private static func isUTC(_ zone: String) -> Bool { zone.hasBytes(of: "GMT") || zone.hasBytes(of: "-0000") }

    private static func moment(day: String, month: String, year: String, time: String) -> Timestamp? {
        guard let number = CalendarDay.monthNames.firstIndex(where: { $0.hasBytes(of: month) }), day.utf8.count <= 2
        else { return nil }
        func padded(_ text: String) -> String { text.utf8.count < 2 ? "0\(text)" : text }
        return Timestamp(parsing: "\(year)-\(padded(String(number + 1)))-\(padded(day))T\(time)Z")
    }
}

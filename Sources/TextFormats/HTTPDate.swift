/// A moment as HTTP headers write it, to the second.
///
/// Source: RFC 9110, section 5.6.7.
public enum HTTPDate {
    /// `Mon, 02 Mar 2026 09:14:07 GMT`: the form that is to be sent.
    public static func text(of moment: Timestamp) -> String {
        let day = moment.day
        let date = day.components
        // `2026-03-02T09:14:07Z`: the time of day stands behind the T.
        let time = moment.secondsText.utf8.suffix(9).dropLast()
        return "\(day.weekdayName), \(date.day.zeroPadded(to: 2)) \(day.monthName) \(date.year.zeroPadded(to: 4)) "
            + "\(String(decoding: Array(time), as: UTF8.self)) GMT"
    }

    /// Reads the form that is to be sent, and no other. `-0000` may stand for `GMT`, as botocore writes it. The name of the
    /// weekday is not checked.
    ///
    /// - Returns: nil for any other text, and for a moment that no day has.
    public static func moment(inFormToSend text: some StringProtocol) -> Timestamp? {
        let words = text.utf8.split(separator: 0x20, omittingEmptySubsequences: false)
            .map { String(decoding: Array($0), as: UTF8.self) }
        guard words.count == 6, words[5].hasBytes(of: "GMT") || words[5].hasBytes(of: "-0000"),
            words[1].utf8.count == 2
        else { return nil }
        return moment(day: words[1], month: words[2], year: words[3], time: words[4])
    }

    /// Reads all forms that a recipient must accept: the one above, and the two older ones, `Sunday, 06-Nov-94 08:49:37
    /// GMT` and `Sun Nov  6 08:49:37 1994`. The name of the weekday is not checked.
    ///
    /// - Returns: nil for any other text, and for a moment that no day has.
    public static func moment(_ text: some Collection<UInt8>) -> Timestamp? {
        let words = text.split { $0 == 0x20 || $0 == 0x2C || $0 == 0x2D }.map {
            String(decoding: Array($0), as: UTF8.self)
        }
        switch words.count {
        case 6 where words[5].hasBytes(of: "GMT"):
            // Years of two digits ended with the century; they are read as years of this one.
            let year = words[3].utf8.count == 2 ? "20\(words[3])" : words[3]
            return moment(day: words[1], month: words[2], year: year, time: words[4])
        case 5: return moment(day: words[2], month: words[1], year: words[4], time: words[3])
        default: return nil
        }
    }

    private static func moment(day: String, month: String, year: String, time: String) -> Timestamp? {
        guard let index = CalendarDay.monthNames.firstIndex(where: { $0.hasBytes(of: month) }), day.utf8.count <= 2
        else { return nil }
        let paddedDay = day.utf8.count < 2 ? "0\(day)" : day
        return Timestamp(parsing: "\(year)-\((index + 1).zeroPadded(to: 2))-\(paddedDay)T\(time)Z")
    }
}

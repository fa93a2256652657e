/// A moment as `<!date^…>` spells it. Slack shows it in the reader's zone, a sketch in UTC.
enum SlackDate {
    /// Seconds beyond this are no date: 9999-12-31T23:59:59Z.
    static let secondsLimit = 253_402_300_799

    /// The format with its words in braces replaced; nil if the seconds are none, as Slack then shows the fallback.
    static func text(seconds: String, format: String) -> String? {
        guard let seconds = Int(seconds), (0...secondsLimit).contains(seconds) else { return nil }
        let moment = Moment(seconds: seconds)
        var text = ""
        var rest = format[...]
        while let open = rest.firstIndex(of: "{") {
            text += rest[..<open]
            guard let close = rest[open...].firstIndex(of: "}") else { return text + rest[open...] }
            let word = rest[rest.index(after: open)..<close]
            text += moment.value(of: word) ?? "{\(word)}"
            rest = rest[rest.index(after: close)...]
        }
        return text + rest
    }

    private struct Moment {
        let year, month, day, weekday, hour, minute, second: Int

        /// The civil calendar from days since 1970-01-01, counted in years that begin in March.
        init(seconds: Int) {
            let days = seconds / 86_400
            (hour, minute, second) = (seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60)
            weekday = (days + 4) % 7
            let shifted = days + 719_468
            let era = shifted / 146_097
            let dayOfEra = shifted % 146_097
            let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
            let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
            let shiftedMonth = (5 * dayOfYear + 2) / 153
            day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
            month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
            year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
        }

        /// Source: docs.slack.dev, "Formatting message text", Date formatting. `pretty` words such as "yesterday" would
        /// need a clock, so those show the date.
        func value(of word: Substring) -> String? {
            let name = SlackDate.months[month - 1]
            switch word {
            case "date_num": return "\(year)-\(Self.two(month))-\(Self.two(day))"
            case "date_slash": return "\(Self.two(month))/\(Self.two(day))/\(year)"
            case "date", "date_pretty", "day_divider_pretty", "ago": return "\(name) \(day), \(year)"
            case "date_short", "date_short_pretty": return "\(name.prefix(3)) \(day), \(year)"
            case "date_long", "date_long_pretty": return "\(SlackDate.weekdays[weekday]), \(name) \(day), \(year)"
            case "date_long_full": return "\(SlackDate.weekdays[weekday]), \(name) \(day), \(year)"
            case "time": return "\(Self.two(hour)):\(Self.two(minute)) UTC"
            case "time_secs": return "\(Self.two(hour)):\(Self.two(minute)):\(Self.two(second)) UTC"
            default: return nil
            }
        }

        private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    private static let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
}

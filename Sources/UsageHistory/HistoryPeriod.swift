public import TextFormats

/// The length of the periods by which a history adds up, in UTC.
public enum HistoryPeriod: String, CaseIterable, Hashable, Sendable {
    case day
    /// From Monday to Sunday, as ISO 8601 counts weeks.
    case week
    case month

    /// The period that suits so many days: a chart of neither one bar nor hundreds.
    public init(fitting days: Int) {
        self = days <= 45 ? .day : days <= 366 ? .week : .month
    }

    /// The first day of the period that `day` lies in.
    public func start(of day: CalendarDay) -> CalendarDay {
        switch self {
        case .day: day
        // 1970-01-01, day 0, was a Thursday.
        case .week: day.advanced(by: -Self.remainder(day.number + 3, 7))
        case .month: day.advanced(by: 1 - day.dayOfMonth)
        }
    }

    /// The first day of the period after the one that begins with `start`.
    public func next(after start: CalendarDay) -> CalendarDay {
        switch self {
        case .day: start.advanced(by: 1)
        case .week: start.advanced(by: 7)
        case .month: self.start(of: start.advanced(by: 31))
        }
    }

    /// What a period is called: `2026-03-02`, `2026-W10`, `2026-03`.
    public func label(of start: CalendarDay) -> String {
        switch self {
        case .day: return start.description
        case .week:
            // A week belongs to the year that its Thursday lies in.
            let thursday = start.advanced(by: 3)
            let year = thursday.description.prefix(4)
            let firstDay = CalendarDay("\(year)-01-01") ?? thursday
            let number = (thursday.number - firstDay.number) / 7 + 1
            return "\(year)-W\(number < 10 ? "0" : "")\(number)"
        case .month: return String(start.description.prefix(7))
        }
    }

    private static func remainder(_ number: Int, _ divisor: Int) -> Int {
        let remainder = number % divisor
        return remainder < 0 ? remainder + divisor : remainder
    }
}

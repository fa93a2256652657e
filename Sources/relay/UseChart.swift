internal import Archive
import TextFormats

/// Role uses over time as bars of text, quiet days included: gaps are what an auditor looks for.
struct UseChart {
    struct Bar {
        let label: String
        var allowed = 0
        var denied = 0
    }

    /// What a bar stands for.
    let unit: String
    private let bars: [Bar]

    /// With more days than this a bar stands for a month.
    static let daysLimit = 62

    /// - Parameter unit: What each bar stands for.
    init(_ bars: [Bar], per unit: String) { (self.bars, self.unit) = (bars, unit) }

    init(_ byDay: [String: UseTally]) {
        let days = byDay.compactMap { day, tally in CalendarDay(day).map { ($0, tally) } }.sorted { $0.0 < $1.0 }
        guard let first = days.first?.0, let last = days.last?.0 else {
            (unit, bars) = ("day", [])
            return
        }
        let isByDay = last.number - first.number < Self.daysLimit
        unit = isByDay ? "day" : "month"
        func label(_ day: CalendarDay) -> String { isByDay ? day.description : String(day.description.prefix(7)) }
        var bars: [Bar] = []
        var next = 0
        for day in first...last {
            if bars.last?.label != label(day) { bars.append(Bar(label: label(day))) }
            while next < days.count, days[next].0 == day {
                bars[bars.count - 1].allowed += days[next].1.allowed
                bars[bars.count - 1].denied += days[next].1.denied
                next += 1
            }
        }
        self.bars = bars
    }

    /// One line a bar; denied attempts are drawn lighter, so that they do not pass for uses.
    func lines(columns: Int, _ style: TextStyle) -> [String] {
        let most = bars.map { $0.allowed + $0.denied }.max() ?? 0
        let perColumn = max(1, (most + columns - 1) / columns)
        return bars.map { bar in
            func cells(_ count: Int) -> Int { (count + perColumn - 1) / perColumn }
            let drawn =
                String(repeating: "█", count: cells(bar.allowed)) + String(repeating: "░", count: cells(bar.denied))
            let total = bar.allowed + bar.denied
            let note = bar.denied > 0 ? " \(total) (\(bar.denied) denied)" : " \(total)"
            return "    \(bar.label)  \(total == 0 ? style(.dim, "·") : drawn + note)"
        }
    }
}

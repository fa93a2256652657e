import Testing

@testable import TextFormats
@testable import UsageHistory

struct HistoryPeriodTests {
    /// The weeks of years that begin or end in the middle of one are ISO 8601's, as `date +%G-W%V` prints them.
    @Test(arguments: [
        (HistoryPeriod.day, "2026-03-04", "2026-03-04", "2026-03-04", "2026-03-05"),
        (.week, "2026-03-04", "2026-03-02", "2026-W10", "2026-03-09"),
        (.week, "2026-03-02", "2026-03-02", "2026-W10", "2026-03-09"),
        (.week, "2026-03-08", "2026-03-02", "2026-W10", "2026-03-09"),
        (.week, "2027-01-01", "2026-12-28", "2026-W53", "2027-01-04"),
        (.week, "2025-12-29", "2025-12-29", "2026-W01", "2026-01-05"),
        (.week, "1969-12-31", "1969-12-29", "1970-W01", "1970-01-05"),
        (.month, "2026-01-31", "2026-01-01", "2026-01", "2026-02-01"),
        (.month, "2028-02-29", "2028-02-01", "2028-02", "2028-03-01"),
        (.month, "2026-12-31", "2026-12-01", "2026-12", "2027-01-01"),
    ])
    func cutsTime(period: HistoryPeriod, day: String, start: String, label: String, next: String) throws {
        let begin = period.start(of: try #require(CalendarDay(day)))
        #expect(begin.description == start)
        #expect(period.label(of: begin) == label)
        #expect(period.next(after: begin).description == next)
    }

    @Test(arguments: [(1, HistoryPeriod.day), (45, .day), (46, .week), (90, .week), (366, .week), (367, .month)])
    func suitsTheTime(days: Int, period: HistoryPeriod) { #expect(HistoryPeriod(fitting: days) == period) }
}

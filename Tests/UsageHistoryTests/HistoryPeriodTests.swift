import Foundation
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

    /// Weeks are numbered as Foundation's ISO 8601 calendar numbers them, over a cycle of leap years and more.
    @Test func weeksAreThoseOfISO8601() throws {
        var calendar = Calendar(identifier: .iso8601)
        calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
        let first = try #require(CalendarDay("1999-12-20"))
        for offset in 0..<10_600 {
            let day = first.advanced(by: offset)
            let start = HistoryPeriod.week.start(of: day)
            let date = Date(timeIntervalSince1970: Double(day.number) * 86_400)
            let parts = calendar.dateComponents([.yearForWeekOfYear, .weekOfYear], from: date)
            let (year, week) = (try #require(parts.yearForWeekOfYear), try #require(parts.weekOfYear))
            #expect(HistoryPeriod.week.label(of: start) == "\(year)-W\(week < 10 ? "0" : "")\(week)", "\(day)")
            #expect(start.weekdayName == "Mon" && (0..<7).contains(start.distance(to: day)))
        }
    }

    /// Whatever the period: a day lies in the one that begins at its start, and the next begins when that ends.
    @Test(arguments: HistoryPeriod.allCases)
    func periodsFollowEachOtherWithoutGaps(period: HistoryPeriod) throws {
        var start = period.start(of: try #require(CalendarDay("2019-12-31")))
        var labels: Set<String> = []
        for _ in 0..<120 {
            let next = period.next(after: start)
            #expect(next > start)
            for day in stride(from: start, to: next, by: 1) { #expect(period.start(of: day) == start) }
            #expect(period.start(of: next) == next)
            #expect(labels.insert(period.label(of: start)).inserted)
            start = next
        }
    }
}

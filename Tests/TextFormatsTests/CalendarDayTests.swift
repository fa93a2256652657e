import Testing
import TextFormats

struct CalendarDayTests {
    @Test(arguments: [
        ("1970-01-01", 0), ("1969-12-31", -1), ("2000-02-29", 11_016), ("2026-03-01", 20_513), ("2400-02-29", 157_113),
        ("2026-03-01T09:00:00Z", 20_513),
    ])
    func countsDays(text: String, number: Int) {
        #expect(CalendarDay(text)?.number == number)
        #expect(CalendarDay(number: number).description == text.prefix(10))
    }

    @Test(arguments: [
        "", "2026-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "2026/04/30", "26-04-30", "-026-04-30",
    ])
    func refusesTextsThatAreNotDays(text: String) {
        #expect(CalendarDay(text) == nil)
    }

    @Test func everyDaySurvivesTheRoundTrip() {
        for number in stride(from: -200_000, to: 200_000, by: 37) {
            let day = CalendarDay(number: number)
            if number > -700_000 { #expect(CalendarDay(day.description) == day) }
        }
    }

    @Test(arguments: [
        ("2026-03-02", "Mon", "Mar", "2026-01-01"), ("2026-12-31", "Thu", "Dec", "2026-10-01"),
        ("2026-01-01", "Thu", "Jan", "2026-01-01"), ("2026-06-30", "Tue", "Jun", "2026-04-01"),
        ("2000-02-29", "Tue", "Feb", "2000-01-01"), ("1969-12-31", "Wed", "Dec", "1969-10-01"),
        ("1900-03-01", "Thu", "Mar", "1900-01-01"),
    ])
    func knowsWeekdayMonthAndQuarter(text: String, weekday: String, month: String, quarter: String) throws {
        let day = try #require(CalendarDay(text))
        #expect(day.weekdayName == weekday)
        #expect(day.monthName == month)
        #expect(day.firstOfQuarter.description == quarter)
        #expect(day.start.description == "\(text)T00:00:00.000Z")
        #expect(day.start.day == day)
    }

    /// Day by day over four centuries, which is when the calendar repeats: each is the next one of its month, or the first.
    @Test func daysFollowEachOther() {
        var last = CalendarDay(year: 1999, month: 12, day: 31)
        for number in 1...146_097 {
            let day = last.advanced(by: 1)
            let (year, month, dayOfMonth) = day.components
            let before = last.components
            if dayOfMonth == 1 {
                #expect((year * 12 + month) - (before.year * 12 + before.month) == 1, "\(day)")
                #expect(before.day >= 28)
            } else {
                #expect((year, month, dayOfMonth) == (before.year, before.month, before.day + 1), "\(day)")
            }
            #expect(last.distance(to: day) == 1 && last < day)
            last = day
            if number % 97 == 0 { #expect(CalendarDay(year: year, month: month, day: dayOfMonth) == day) }
        }
        #expect(last.description == "2399-12-31")
    }
}

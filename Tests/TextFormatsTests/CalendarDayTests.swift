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
    func refusesWhatIsNoDay(text: String) {
        #expect(CalendarDay(text) == nil)
    }

    @Test func everyDaySurvivesTheRoundTrip() {
        for number in stride(from: -200_000, to: 200_000, by: 37) {
            let day = CalendarDay(number: number)
            if number > -700_000 { #expect(CalendarDay(day.description) == day) }
        }
    }
}

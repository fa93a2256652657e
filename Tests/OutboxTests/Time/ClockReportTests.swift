import Testing

@testable import Outbox

struct ClockReportTests {
    @Test(arguments: [
        (0, "0 s"), (59, "59 s"), (60, "1 min"), (3_600, "1 h"), (-3_661, "1 h 1 min"), (157_766_400, "1826 d"),
        (90_061, "1 d 1 h"),
    ]) func spellsTimes(seconds: Int, text: String) {
        #expect(ClockReport.text(.seconds(seconds)) == text)
    }

    @Test func tellsWhatIsOutOfTheOrdinary() {
        #expect(ClockReport(leaps: 3, pruningLag: ClockReport.pruningLagLimit).remarks.isEmpty)
        let remarks = ClockReport(leaps: 1, lastLeap: .seconds(-3_600), pruningLag: .seconds(86_400 * 9)).remarks
        #expect(remarks.count == 2)
        #expect(remarks.first?.hasPrefix("the clock was set back by 1 h while relay ran") == true)
        #expect(remarks.last?.hasPrefix("the clock is 9 d ahead of the time that the store has seen pass") == true)
        #expect(ClockReport.sentence(onLeap: .seconds(60)).hasPrefix("the clock was set forward by 1 min"))
    }
}

import SeededGenerators
import Testing

@testable import TextFormats

struct TimestampTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", Int64(0)), ("2026-03-02T09:14:07Z", 1_772_442_847_000),
        ("2026-03-02T09:14:07.25Z", 1_772_442_847_250), ("2026-03-02T09:14:07.123987Z", 1_772_442_847_123),
        ("2000-02-29T23:59:59Z", 951_868_799_000), ("1969-12-31T23:59:59.999Z", -1),
        ("0001-01-01T00:00:00Z", -62_135_596_800_000),
        // A fraction of more digits than a number holds.
        ("2026-03-02T09:14:07.9999999999999999999Z", 1_772_442_847_999),
    ])
    func readsWhatAWSWrites(text: String, milliseconds: Int64) {
        #expect(Timestamp(parsing: text)?.milliseconds == milliseconds)
    }

    @Test(arguments: [
        "", "2026-03-02", "2026-03-02T09:14:07", "2026-03-02T09:14:07+00:00", "2026-02-30T00:00:00Z",
        "2026-03-02T24:00:00Z", "2026-03-02T09:60:00Z", "2026-03-02T09:14:60Z", "2026-03-02T09:14:07.Z",
        "2026-03-02T09:14:07.xZ", "2026-03-02 09:14:07Z", "2026-03-02T-1:14:07Z", "２026-03-02T09:14:07Z",
        "2026-03-02T09:14:07.000000000000000000000000000000000000000Z",
    ])
    func refuses(text: String) {
        #expect(Timestamp(parsing: text) == nil)
    }

    @Test func writesWhatItReads() {
        var random = SeededRandom(seed: 7)
        for _ in 0..<1_000 {
            let moment = Timestamp(milliseconds: .random(in: -60_000_000_000_000...200_000_000_000_000, using: &random))
            #expect(Timestamp(parsing: moment.description) == moment)
            #expect(moment.secondsText.utf8.count == 20)
            #expect(moment.day == CalendarDay(moment.description))
        }
    }

    @Test func staysWithinItsBounds() {
        let last = Timestamp(milliseconds: .max)
        let first = Timestamp(milliseconds: .min)
        #expect(last + .seconds(1) == last)
        #expect(first - .seconds(1) == first)
        #expect(last - first == .milliseconds(Int64.max))
        #expect(first - last == .milliseconds(Int64.min))
        #expect(Timestamp(milliseconds: 5) + .seconds(Int64.max) == last)
        #expect(Duration.seconds(Int64.min).wholeMilliseconds == .min)
        #expect(first.description.hasSuffix("T16:47:04.192Z") && last.description.hasSuffix("T07:12:55.807Z"))
    }
}

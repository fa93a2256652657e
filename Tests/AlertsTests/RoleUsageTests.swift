import Testing

@testable import Alerts
@testable import TextFormats

struct RoleUsageTests {
    private static func time(_ text: String) -> Timestamp { Timestamp(parsing: text) ?? Timestamp(milliseconds: 0) }

    private static func usage(
        _ ordinal: Int, at now: String = "2026-11-21T08:00:00Z", last: String? = "2026-10-12T09:00:00Z",
        who: String = "bob", weeks: [Int] = []
    ) -> RoleUsage {
        RoleUsage(
            time: time(now), ordinal: ordinal, previous: last.map { .init(time: time($0), who: who) }, weeks: weeks)
    }

    @Test(arguments: [
        (1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (13, "13th"), (21, "21st"),
        (22, "22nd"), (103, "103rd"), (111, "111th"), (1_012, "1012th"),
    ])
    func countsAsPeopleDo(ordinal: Int, words: String) {
        #expect(Self.usage(ordinal).sentence == "\(words) use this quarter, last 12 Oct by bob.")
    }

    @Test func tellsTheYearWhereItIsAnother() {
        #expect(
            Self.usage(1, at: "2026-01-02T08:00:00Z", last: "2025-12-31T23:59:59Z").sentence
                == "1st use this quarter, last 31 Dec 2025 by bob.")
    }

    @Test func theFirstUseHasNothingToCompareWith() {
        #expect(
            Self.usage(1, last: nil, weeks: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]).sentence
                == "1st use this quarter, the first on record.")
    }

    @Test func drawsTheWeeksBehindTheSentence() {
        #expect(
            Self.usage(3, weeks: [0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 2]).sentence
                == "3rd use this quarter, last 12 Oct by bob. ▁▁▁▁▁▅▁▁▁▁▁█")
    }

    @Test func longNamesAreCut() {
        let sentence = Self.usage(3, who: String(repeating: "x", count: 5_000)).sentence
        #expect(sentence.hasSuffix("x…."))
        #expect(sentence.count < RoleUsage.nameCharactersLimit + 50)
    }

    @Test(arguments: [
        ([], ""), ([0], "▁"), ([0, 0], "▁▁"), ([1], "█"), ([1, 2, 3, 4, 5, 6, 7], "▂▃▄▅▆▇█"),
        // A single use beside hundreds shows.
        ([0, 1, 500], "▁▂█"), ([.max, .max - 1, 0], "██▁"), ([-3, 1], "▁█"),
    ])
    func sparks(counts: [Int], text: String) { #expect(RoleUsage.spark(counts) == text) }
}

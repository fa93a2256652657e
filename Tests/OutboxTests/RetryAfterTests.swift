import Outbox
import Testing
import TextFormats

struct RetryAfterTests {
    /// 2026-03-02T09:14:07Z, a Monday.
    static let now = Timestamp(milliseconds: 1_772_442_847_000)

    @Test(arguments: [
        ("0", 0), ("30", 30), (" 30 ", 30), ("1.2", 2), ("2.0", 2), ("-0", 0), ("007", 7),
        ("Mon, 02 Mar 2026 09:14:37 GMT", 30), ("Monday, 02-Mar-26 09:14:37 GMT", 30),
        ("Mon Mar  2 09:14:37 2026", 30), ("Mon, 02 Mar 2026 09:00:00 GMT", 0),
        // More than a week is a week.
        ("604800", 604_800), ("604801", 604_800), ("99999999999999999999999999", 604_800),
        ("Fri, 01 Jan 2100 00:00:00 GMT", 604_800),
    ])
    func waits(text: String, seconds: Int64) {
        #expect(RetryAfter(text, now: Self.now) == .wait(.seconds(seconds)))
    }

    @Test(arguments: ["-1", "-0.5", " -30", "-99999999999999999999"])
    func aNegativeNumberForbids(text: String) { #expect(RetryAfter(text, now: Self.now) == .never) }

    @Test(arguments: [
        "", " ", "soon", "1s", "--1", "-", "1e3", ".5", "+5", "1 2", "0x10",
        "Mon, 31 Feb 2026 09:14:37 GMT", "Mon, 02 Mar 2026 09:14:37 CET", "Mon, 02 Mrz 2026 09:14:37 GMT",
        "Mon, 02 Mar 2026 25:14:37 GMT", "Mon, 02 Mar 20 26 09:14:37 GMT", "2026-03-02T09:14:37Z",
        "Mon, 02 Mar 2026 09:14:37 -0000",
    ])
    func anythingElseAsksForNothing(text: String) { #expect(RetryAfter(text, now: Self.now) == nil) }
}

import Outbox
import Testing
import TextFormats

struct SteadyTimeTests {
    private static let start = Timestamp(milliseconds: 1_772_442_847_000)

    /// Readings of both clocks as milliseconds since the start, and what is made of them.
    private struct Reading {
        let wall: Int
        let monotonic: Int
        let now: Int
        let leap: Int?
    }

    private static func time() -> SteadyTime { SteadyTime(wall: start, monotonic: .seconds(99)) }

    private static func check(_ readings: [Reading], _ time: inout SteadyTime) {
        for reading in readings {
            let now = time.now(
                wall: start + .milliseconds(reading.wall), monotonic: .seconds(99) + .milliseconds(reading.monotonic))
            #expect(now == start + .milliseconds(reading.now), "\(reading)")
            #expect(time.leap == reading.leap.map { .milliseconds($0) }, "\(reading)")
        }
    }

    /// As time servers correct a clock, and as clocks drift.
    @Test func followsSmallDifferences() {
        var time = Self.time()
        Self.check(
            [
                Reading(wall: 0, monotonic: 0, now: 0, leap: nil),
                Reading(wall: 1_001, monotonic: 1_000, now: 1_001, leap: nil),
                Reading(wall: 1_500, monotonic: 2_000, now: 1_500, leap: nil),
                Reading(wall: 7_500, monotonic: 3_000, now: 7_500, leap: nil),
                Reading(wall: 3_500, monotonic: 4_000, now: 3_500, leap: nil),
            ], &time)
    }

    @Test(arguments: [5_001, -5_001, 3_600_000, -3_600_000, 86_400_000, 157_680_000_000])
    func goesOnWhereTheClockLeapsUntilItIsTakenOver(leap: Int) {
        var time = Self.time()
        Self.check(
            [
                Reading(wall: 1_000, monotonic: 1_000, now: 1_000, leap: nil),
                Reading(wall: 2_000 + leap, monotonic: 2_000, now: 2_000, leap: leap),
                Reading(wall: 9_000 + leap, monotonic: 9_000, now: 9_000, leap: leap),
            ], &time)
        let moved = time.adopt()
        #expect(moved == .milliseconds(leap))
        Self.check([Reading(wall: 10_000 + leap, monotonic: 10_000, now: 10_000 + leap, leap: nil)], &time)
        let again = time.adopt()
        #expect(again == nil)
    }

    @Test func aLeapThatIsTakenBackIsNone() {
        var time = Self.time()
        Self.check(
            [
                Reading(wall: 90_000, monotonic: 1_000, now: 1_000, leap: 89_000),
                Reading(wall: 2_010, monotonic: 2_000, now: 2_010, leap: nil),
            ], &time)
        let moved = time.adopt()
        #expect(moved == nil)
    }
}

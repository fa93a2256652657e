import Outbox
import Testing
import TextFormats

struct WaitingScheduleTests {
    private static let start = Timestamp(milliseconds: 1_772_442_847_000)
    private static let one = LaneKey(apiDestination: "slack", channel: "C1")
    private static let two = LaneKey(apiDestination: "slack", channel: "C2")
    private static let pager = LaneKey(apiDestination: "pager")

    /// A schedule with the seconds since its start.
    private struct Bench {
        var schedule = WaitingSchedule()

        mutating func hold(_ lane: LaneKey, at second: Int) { schedule.hold(lane, at: start + .seconds(second)) }
        mutating func delivered(_ lane: LaneKey, at second: Int) {
            schedule.delivered(lane, at: start + .seconds(second))
        }
        mutating func step(at second: Int) -> [WaitingSchedule.Release] { schedule.step(at: start + .seconds(second)) }
        var again: Int? { schedule.lookAgainAt.map { Int(($0 - start).wholeMilliseconds / 1_000) } }
    }

    private static func held(_ lanes: LaneKey...) -> Bench {
        var bench = Bench()
        for lane in lanes { bench.hold(lane, at: 0) }
        return bench
    }

    @Test func isTriedAtIntervalsThatDouble() {
        var bench = Self.held(Self.one)
        var moments: [Int] = []
        while let next = bench.again, next < 4_000 {
            let releases = bench.step(at: next)
            #expect(releases == [.init(Self.one, .first)])
            moments.append(next)
            bench.hold(Self.one, at: next)
        }
        #expect(moments == [60, 180, 420, 900, 1_800, 2_700, 3_600])
    }

    @Test func aSuccessReleasesTheLaneAndTriesTheOthersOfItsDestination() {
        var bench = Self.held(Self.two, Self.one, Self.pager)
        bench.delivered(Self.one, at: 5)
        let releases = bench.step(at: 5)
        #expect(releases == [.init(Self.one, .all), .init(Self.two, .first)])
        // The one that was tried gets through, and so the others of its lane follow at once.
        bench.delivered(Self.two, at: 6)
        let further = bench.step(at: 6)
        #expect(further == [.init(Self.two, .all)])
    }

    /// One that fails by itself while all others of its lane get through.
    @Test func oneThatAlwaysFailsIsNotTriedWithEverySuccess() {
        var bench = Self.held(Self.one)
        var tries = 0
        for second in 1...7_200 {
            bench.delivered(Self.one, at: second)
            for release in bench.step(at: second) {
                #expect(release.lane == Self.one)
                tries += 1
                bench.hold(Self.one, at: second)
            }
        }
        #expect((5...20).contains(tries), "\(tries) tries in two hours")
    }

    @Test func aLaneThatNeverWorksIsNotTriedWithEverySuccessOfAnother() {
        var bench = Self.held(Self.two)
        var tries = 0
        for second in 1...7_200 {
            bench.delivered(Self.one, at: second)
            for release in bench.step(at: second) {
                #expect(release == .init(Self.two, .first))
                tries += 1
                bench.hold(Self.two, at: second)
            }
        }
        #expect((5...30).contains(tries), "\(tries) tries in two hours")
    }

    @Test func otherRulesOrAStartTryEveryLaneAtOnce() {
        var bench = Self.held(Self.one, Self.pager)
        for _ in 0..<5 {
            let next = bench.again ?? 0
            _ = bench.step(at: next)
            bench.schedule.reconsider(at: Self.start + .seconds(next + 1))
            let releases = bench.step(at: next + 1)
            #expect(releases == [.init(Self.pager, .first), .init(Self.one, .first)])
            #expect(bench.again == next + 1 + 120)
        }
    }

    @Test func whatIsReleasedIsForgottenUnlessItWaitsAgain() {
        var bench = Self.held(Self.one)
        bench.delivered(Self.one, at: 1)
        _ = bench.step(at: 1)
        let later = bench.again ?? 0
        let releases = bench.step(at: later)
        #expect(releases.isEmpty)
        #expect(bench.schedule.laneCount == 0)
        #expect(bench.again == nil)
    }

    @Test func aLaneInWhichNothingWaitsAnyMoreIsForgotten() {
        var bench = Self.held(Self.one)
        let releases = bench.step(at: 60)
        bench.schedule.released(releases[0], count: 0)
        let none = bench.step(at: bench.again ?? 0)
        #expect(none.isEmpty)
        #expect(bench.schedule.laneCount == 0)
    }

    @Test func aReleaseThatTheStoreDidNotMakeIsMadeAgain() {
        var bench = Self.held(Self.one)
        bench.delivered(Self.one, at: 1)
        let releases = bench.step(at: 1)
        bench.schedule.released(releases[0], count: nil)
        let again = bench.step(at: bench.again ?? 0)
        #expect(again.map(\.lane) == [Self.one])
    }

    @Test func keepsItsDistanceWhenTheTimeIsSet() {
        var bench = Self.held(Self.one)
        bench.schedule.shift(by: .seconds(-3_600))
        #expect(bench.again == 60 - 3_600)
    }

    @Test func isBounded() {
        var schedule = WaitingSchedule()
        for number in 0..<WaitingSchedule.lanesLimit + 9 {
            schedule.hold(LaneKey(apiDestination: "slack", channel: "C\(number)"), at: Self.start)
        }
        #expect(schedule.laneCount == WaitingSchedule.lanesLimit)
        #expect(schedule.step(at: Self.start + .seconds(60)).count == WaitingSchedule.lanesLimit)
    }
}

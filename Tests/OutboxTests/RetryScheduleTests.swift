import Outbox
import Rules
import SeededGenerators
import Testing
import TextFormats

struct RetryScheduleTests {
    static let start = Timestamp(milliseconds: 1_772_442_847_000)

    /// Fails at every attempt, and returns when they were.
    static func attempts(_ policy: RetryPolicy, seed: UInt64, answering: Duration = .zero) -> (
        moments: [Timestamp], end: RetrySchedule.Decision
    ) {
        let schedule = RetrySchedule(policy, startedAt: start)
        var random = SeededRandom(seed: seed)
        var moments = [start]
        while moments.count < 1_000 {
            let now = moments[moments.count - 1] + answering
            switch schedule.decision(attempts: moments.count, now: now, random: &random) {
            case .again(let next): moments.append(next)
            case let end: return (moments, end)
            }
        }
        return (moments, .forbidden)
    }

    @Test(arguments: 0..<50 as Range<UInt64>)
    func theLastTryOfADefaultPolicyIsNearTheEndOfItsDay(seed: UInt64) {
        let (moments, end) = Self.attempts(RetryPolicy(), seed: seed, answering: .seconds(5))
        let deadline = Self.start + .seconds(86_400)
        #expect(moments.count <= 186)
        #expect(moments[moments.count - 1] <= deadline)
        // Whoever is answered within the last minute has had the last try.
        #expect(moments[moments.count - 1] > deadline - .seconds(60 + 5))
        #expect(end != .forbidden)
        // Attempts are not hoarded either: no gap is longer than a fraction of the day.
        let gaps = zip(moments, moments.dropFirst()).map { $1 - $0 }
        #expect(gaps.allSatisfy { $0 < .seconds(3_600) })
        #expect(gaps.allSatisfy { $0 > .zero })
    }

    @Test func mostAttemptsAreUsed() {
        let counts = (0..<50).map { Self.attempts(RetryPolicy(), seed: $0).moments.count }
        #expect(counts.reduce(0, +) / counts.count > 160)
    }

    @Test(arguments: [(1, 60), (2, 60), (5, 3_600), (10, 86_400), (30, 600), (185, 60), (185, 3_600)])
    func timeIsUsedWhateverThePolicy(retries: Int, seconds: Int) {
        var policy = RetryPolicy()
        policy.maximumRetryAttempts = retries
        policy.maximumEventAgeInSeconds = seconds
        for seed in 0..<20 as Range<UInt64> {
            let (moments, _) = Self.attempts(policy, seed: seed)
            #expect(moments.count <= retries + 1)
            #expect(moments[moments.count - 1] <= Self.start + .seconds(seconds))
            #expect(moments[moments.count - 1] >= Self.start + .milliseconds(seconds * 950))
        }
    }

    @Test func noRetriesMeansOneAttempt() {
        var policy = RetryPolicy()
        policy.maximumRetryAttempts = 0
        let (moments, end) = Self.attempts(policy, seed: 1)
        #expect(moments == [Self.start])
        #expect(end == .exhausted(.maximumRetryAttempts))
    }

    @Test func attemptsAreCounted() {
        var policy = RetryPolicy()
        policy.maximumRetryAttempts = 3
        var random = SeededRandom(seed: 1)
        let schedule = RetrySchedule(policy, startedAt: Self.start)
        #expect(
            schedule.decision(attempts: 4, now: Self.start + .seconds(9), random: &random)
                == .exhausted(.maximumRetryAttempts))
        #expect(schedule.decision(attempts: 3, now: Self.start + .seconds(9), random: &random) != .forbidden)
    }

    @Test func timeIsCounted() {
        var random = SeededRandom(seed: 1)
        let schedule = RetrySchedule(RetryPolicy(), startedAt: Self.start)
        for late: Int64 in [86_400 - 60, 86_400, 1_000_000] {
            #expect(
                schedule.decision(attempts: 2, now: Self.start + .seconds(late), random: &random)
                    == .exhausted(.maximumEventAge))
        }
    }

    @Test func theFirstWaitsAreShort() {
        for attempts in 1...6 {
            for seed in 0..<100 as Range<UInt64> {
                var random = SeededRandom(seed: seed)
                let decision = RetrySchedule(RetryPolicy(), startedAt: Self.start).decision(
                    attempts: attempts, now: Self.start, random: &random)
                guard case .again(let moment) = decision else { return #expect(Bool(false), "\(decision)") }
                #expect(moment > Self.start)
                #expect(moment <= Self.start + .seconds(1 << (attempts - 1)))
            }
        }
    }

    @Test func theJitterIsFull() {
        let waits = (0..<2_000 as Range<UInt64>).map { seed -> Int64 in
            var random = SeededRandom(seed: seed)
            let decision = RetrySchedule(RetryPolicy(), startedAt: Self.start).decision(
                attempts: 4, now: Self.start, random: &random)
            guard case .again(let moment) = decision else { return -1 }
            return (moment - Self.start).wholeMilliseconds
        }
        #expect(waits.allSatisfy { (1...8_000).contains($0) })
        #expect(waits.contains { $0 < 400 })
        #expect(waits.contains { $0 > 7_600 })
        let mean = waits.reduce(0, +) / Int64(waits.count)
        #expect((3_600...4_400).contains(mean))
    }

    @Test func theLongerOfTheTwoWaitsIsKept() {
        let schedule = RetrySchedule(RetryPolicy(), startedAt: Self.start)
        var random = SeededRandom(seed: 1)
        #expect(
            schedule.decision(attempts: 1, now: Self.start, retryAfter: .wait(.seconds(90)), random: &random)
                == .again(at: Self.start + .seconds(90)))
        guard
            case .again(let moment) = schedule.decision(
                attempts: 20, now: Self.start + .seconds(3_600), retryAfter: .wait(.milliseconds(1)), random: &random)
        else { return #expect(Bool(false)) }
        #expect(moment > Self.start + .seconds(3_601))
    }

    @Test func whoeverAsksForTooLongIsTriedOnceMoreAtTheEnd() {
        let schedule = RetrySchedule(RetryPolicy(), startedAt: Self.start)
        var random = SeededRandom(seed: 1)
        guard
            case .again(let moment) = schedule.decision(
                attempts: 1, now: Self.start, retryAfter: .wait(RetryAfter.waitLimit), random: &random)
        else { return #expect(Bool(false)) }
        #expect(moment <= schedule.deadline)
        #expect(moment > schedule.deadline - .seconds(60))
    }

    @Test func aNegativeRetryAfterEndsIt() {
        var random = SeededRandom(seed: 1)
        #expect(
            RetrySchedule(RetryPolicy(), startedAt: Self.start)
                .decision(attempts: 1, now: Self.start, retryAfter: .never, random: &random) == .forbidden)
    }

    @Test func aClockThatWasPutBackDoesNoHarm() {
        var random = SeededRandom(seed: 1)
        let schedule = RetrySchedule(RetryPolicy(), startedAt: Self.start)
        for now in [Self.start - .seconds(86_400 * 365), Timestamp(milliseconds: .min), Timestamp(milliseconds: 0)] {
            guard case .again(let moment) = schedule.decision(attempts: 2, now: now, random: &random) else {
                return #expect(Bool(false))
            }
            #expect(moment >= now)
        }
    }
}

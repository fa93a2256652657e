import Synchronization
import Testing
import TextFormats

@testable import relay

/// Clocks that a test moves: the one that shows the time of day, and the one that cannot be set.
final class MachineClocks: Sendable {
    static let start = Timestamp(milliseconds: 1_772_442_847_000)

    private let state = Mutex((wall: MachineClocks.start, monotonic: Duration.zero))

    /// Time passes.
    func pass(_ duration: Duration) {
        state.withLock { $0 = ($0.wall + duration, $0.monotonic + duration) }
    }

    /// Somebody sets the time of day.
    func set(by difference: Duration) { state.withLock { $0.wall = $0.wall + difference } }

    var clock: SteadyClock { SteadyClock(reading: { [self] in state.withLock { ($0.wall, $0.monotonic) } }) }
}

struct SteadyClockTests {
    @Test func goesOnUntilTheTimeIsTakenOver() {
        let machine = MachineClocks()
        let clock = machine.clock
        machine.pass(.seconds(10))
        #expect(clock.leap == nil)
        #expect(clock.adopt() == nil)
        machine.set(by: .seconds(-3_600))
        machine.pass(.seconds(1))
        #expect(clock.now == MachineClocks.start + .seconds(11))
        #expect(clock.leap == .seconds(-3_600))
        machine.pass(.seconds(1))
        #expect(clock.adopt() == .seconds(-3_600))
        #expect(clock.now == MachineClocks.start + .seconds(12 - 3_600))
        #expect(clock.leap == nil)
    }

    /// It is asked for the time again when it wakes: a wait that is over then was measured by the clock that was set.
    @Test(.timeLimit(.minutes(1))) func aWaitIsAsLongAsItIsWhateverTheTimeIsSetTo() async throws {
        let machine = MachineClocks()
        let clock = machine.clock
        let start = ContinuousClock.now
        let wait = Task { try await clock.sleep(until: clock.now + .milliseconds(200)) }
        machine.set(by: .seconds(-3_600))
        _ = clock.adopt()
        try await wait.value
        #expect(ContinuousClock.now - start >= .milliseconds(100))
    }

    @Test func aMomentThatHasPassedIsNotWaitedFor() async throws {
        let clock = SteadyClock()
        try await clock.sleep(until: clock.now - .seconds(1))
        let wait = Task { try await clock.sleep(until: Timestamp(milliseconds: .max)) }
        wait.cancel()
        await #expect(throws: CancellationError.self) { try await wait.value }
    }

    @Test func readsTheMachinesClock() {
        let difference = SteadyClock().now - SystemClock().now
        #expect(difference < .seconds(60) && difference > .seconds(-60))
    }
}

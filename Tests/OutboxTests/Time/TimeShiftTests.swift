import Outbox
import Testing
import TextFormats

struct TimeShiftTests {
    private static let seen = Timestamp(milliseconds: 1_772_442_847_000)

    /// What a start finds, in seconds after the store was last used, and how far what is pending moves.
    @Test(arguments: [
        (3_600, 3_600, 0), (157_680_000, 157_680_000, 0), (1, 1, 0), (-1, -1, -1), (-86_400, -86_400, -86_400),
    ]) func movesWhatIsPendingAtAStart(after: Int, started: Int, due: Int) throws {
        let shift = try #require(TimeShift(resumingAt: Self.seen + .seconds(after), lastSeen: Self.seen))
        #expect(shift.difference == .seconds(started))
        #expect(shift.dueDifference == .seconds(due))
    }

    @Test func movesNothingWhenNoTimeHasPassed() {
        #expect(TimeShift(resumingAt: Self.seen, lastSeen: Self.seen) == nil)
    }

    @Test(arguments: [3_600, -3_600]) func whatIsDueMovesWithAClockThatIsSet(seconds: Int) {
        let shift = TimeShift(from: Self.seen, to: Self.seen + .seconds(seconds))
        #expect(shift.difference == .seconds(seconds))
        #expect(shift.dueDifference == .seconds(seconds))
    }
}

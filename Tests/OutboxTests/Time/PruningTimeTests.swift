import Outbox
import Testing
import TextFormats

struct PruningTimeTests {
    private static let start = Timestamp(milliseconds: 1_772_442_847_000)
    private static let hour = Duration.seconds(3_600)
    private static let day = Duration.seconds(86_400)

    @Test func followsAClockThatIsRight() {
        var time = PruningTime(Self.start)
        for hours in 1...1_000 {
            time.advance(to: Self.start + Self.hour * hours, elapsed: Self.hour)
            #expect(time.moment == Self.start + Self.hour * hours)
        }
    }

    /// Started again and again with a clock that is years ahead, it does not move.
    @Test func doesNotFollowALeapAtAStart() {
        var time = PruningTime(Self.start)
        for _ in 0..<100 { time.advance(to: Self.start + Self.day * 1_826, elapsed: .zero) }
        #expect(time.moment == Self.start)
    }

    @Test func gainsADayInAnHour() {
        var time = PruningTime(Self.start)
        let gone = Self.day * 60
        for hours in 1...70 {
            let now = Self.start + gone + Self.hour * hours
            time.advance(to: now, elapsed: Self.hour)
            #expect(time.moment == min(now, Self.start + (Self.day + Self.hour) * hours))
        }
    }

    @Test func followsAClockThatIsSetBackAtOnce() {
        var time = PruningTime(Self.start)
        time.advance(to: Self.start - Self.day, elapsed: .zero)
        #expect(time.moment == Self.start - Self.day)
    }
}

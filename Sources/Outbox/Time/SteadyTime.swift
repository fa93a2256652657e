public import TextFormats

/// The time of day as decisions want it: it goes on steadily where the clock that shows it leaps.
///
/// A value that judges successive readings of two clocks: the wall clock, which somebody may set, and one that cannot be
/// set. A small difference, as time servers correct it, is followed at once. A leap is only told of: the steady time
/// goes on as if nothing had happened, until somebody has moved what is still to come (``TimeShift``) and says
/// ``adopt()``.
///
/// ```
/// wall clock    9:00:00   9:00:01   8:00:02   8:00:03             8:00:04
/// steady time   9:00:00   9:00:01   9:00:02   9:00:03   adopt()   8:00:04
/// leap          nil       nil       -1 h      -1 h                nil
/// ```
public struct SteadyTime: Sendable {
    /// A larger difference is a leap. Time servers correct less than a second at a time.
    public static let leapLimit: Duration = .seconds(5)

    /// The steady time at which the clock that cannot be set showed zero.
    private var origin: Timestamp
    /// By how much the wall clock differed from the steady time when they were last read; nil while it is no leap.
    public private(set) var leap: Duration?

    /// Begins with what the wall clock shows.
    ///
    /// - Parameter monotonic: What the clock shows that cannot be set, from any zero of its own.
    public init(wall: Timestamp, monotonic: Duration) { origin = wall - monotonic }

    /// The steady time, given what both clocks show at one moment.
    public mutating func now(wall: Timestamp, monotonic: Duration) -> Timestamp {
        let difference = (wall - monotonic) - origin
        if difference.magnitude > Self.leapLimit {
            leap = difference
        } else {
            leap = nil
            origin = wall - monotonic
        }
        return origin + monotonic
    }

    /// Takes the wall clock's time over, as it was last read.
    ///
    /// - Returns: by how much the steady time moved; nil where there was no leap.
    public mutating func adopt() -> Duration? {
        guard let leap else { return nil }
        origin = origin + leap
        self.leap = nil
        return leap
    }
}

extension Duration {
    fileprivate var magnitude: Duration { self < .zero ? .zero - self : self }
}

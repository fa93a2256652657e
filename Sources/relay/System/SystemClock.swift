internal import Glibc
internal import Outbox
internal import TextFormats

/// The machine's clock.
///
/// It is the time of day, which somebody may set. A wait for a moment looks at the clock again at least each
/// ``checkInterval``, so that a clock that was set makes nothing later than that.
struct SystemClock: WallClock {
    /// How soon a wait notices that the clock was set.
    static let checkInterval = Duration.seconds(30)

    /// The time of day, in whole milliseconds.
    var now: Timestamp {
        var time = timespec()
        // CLOCK_REALTIME is always there: the call cannot fail.
        _ = unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000)
    }

    /// Waits until the clock shows a moment, or later.
    ///
    /// - Throws: `CancellationError`.
    func sleep(until moment: Timestamp) async throws {
        while true {
            let left = moment - now
            guard left > .zero else { return try Task.checkCancellation() }
            try await Task.sleep(for: min(left, Self.checkInterval))
        }
    }
}

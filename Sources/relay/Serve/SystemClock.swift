internal import Glibc
internal import Outbox
internal import TextFormats

/// The machine's clock.
///
/// What happened when is told by the time of day, which somebody may set; how long to wait for a moment is worked out
/// anew at least each ``checkInterval``, so that a clock that was set does not make anything late by more than that.
struct SystemClock: WallClock {
    static let checkInterval = Duration.seconds(30)

    var now: Timestamp {
        var time = timespec()
        // CLOCK_REALTIME is always there: the call cannot fail.
        _ = unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000)
    }

    func sleep(until moment: Timestamp) async throws {
        while true {
            let left = moment - now
            guard left > .zero else { return try Task.checkCancellation() }
            try await Task.sleep(for: min(left, Self.checkInterval))
        }
    }
}

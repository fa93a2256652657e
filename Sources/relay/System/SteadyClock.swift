internal import Outbox
internal import Synchronization
internal import TextFormats

/// The machine's clock as `relay serve` uses it: it goes on steadily where somebody sets the time, until ``adopt()``.
///
/// Waits are measured by a clock that cannot be set, so that none becomes longer or shorter.
final class SteadyClock: WallClock {
    /// What both clocks show at one moment.
    typealias Reading = (wall: Timestamp, monotonic: Duration)

    private let read: @Sendable () -> Reading
    private let time: Mutex<SteadyTime>

    /// - Parameter read: Reads the machine's clocks; tests put others here.
    init(reading read: @escaping @Sendable () -> Reading = SteadyClock.systemReading()) {
        self.read = read
        let first = read()
        time = Mutex(SteadyTime(wall: first.wall, monotonic: first.monotonic))
    }

    /// The steady time, in whole milliseconds.
    var now: Timestamp {
        time.withLock { time in
            // Read while locked: a reading must not be judged after a later one.
            let reading = read()
            return time.now(wall: reading.wall, monotonic: reading.monotonic)
        }
    }

    /// By how much the time of day differs from ``now`` since it was set; nil while it does not.
    var leap: Duration? {
        _ = now
        return time.withLock(\.leap)
    }

    /// Takes the time of day over.
    ///
    /// - Returns: by how much ``now`` moved; nil where there was no ``leap``.
    func adopt() -> Duration? {
        time.withLock { time in
            let reading = read()
            _ = time.now(wall: reading.wall, monotonic: reading.monotonic)
            return time.adopt()
        }
    }

    /// Waits for as long as it is until a moment.
    ///
    /// - Throws: `CancellationError`.
    func sleep(until moment: Timestamp) async throws {
        var left = moment - now
        guard left > .zero else { return try Task.checkCancellation() }
        while left > .zero {
            let part = min(left, Self.sleepLimit)
            try await Task.sleep(for: part)
            left -= part
        }
    }

    /// A longer sleep is made of several, so that no sum of times is too large for the system.
    private static let sleepLimit = Duration.seconds(86_400)

    /// Reads the time of day, and how long ago this was called by a clock that cannot be set, and that counts the time in
    /// which the machine is suspended.
    static func systemReading() -> @Sendable () -> Reading {
        let start = ContinuousClock.now
        return { (SystemClock().now, ContinuousClock.now - start) }
    }
}

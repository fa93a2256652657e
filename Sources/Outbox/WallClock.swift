public import TextFormats

/// The time of day, and waiting for a time. Nothing in this module asks it: decisions are handed the moment.
///
/// Tests have one that is moved by hand.
public protocol WallClock: Sendable {
    /// The time of day.
    var now: Timestamp { get }

    /// Returns at `moment` or later; at once if it has passed.
    ///
    /// - Throws: `CancellationError` when the task is cancelled before.
    func sleep(until moment: Timestamp) async throws
}

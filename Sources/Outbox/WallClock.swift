public import TextFormats

/// The time of day, for whoever has to wait. Nothing in this module asks it: decisions get the moment handed in.
///
/// Tests have one that is moved by hand.
public protocol WallClock: Sendable {
    var now: Timestamp { get }

    /// Returns at `moment` or later; at once if it has passed.
    ///
    /// - Throws: `CancellationError` when the task is cancelled before.
    func sleep(until moment: Timestamp) async throws
}

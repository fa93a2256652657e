public import TextFormats

/// Deliveries to one destination, or one channel of it, that wait for the same reason.
public struct WaitingGroup: Hashable, Sendable {
    /// The most groups that a store tells of: events may name any number of channels.
    public static let groupsLimit = 1_000

    /// Where they go.
    public var lane: LaneKey
    /// EventBridge's code for the reason.
    public var errorCode: DeadLetter.ErrorCode
    /// The reason, for people; no secret.
    public var reason: String
    /// How many there are, 1 or more.
    public var count: Int
    /// When the oldest of them was received.
    public var oldest: Timestamp

    /// Memberwise.
    public init(
        lane: LaneKey, errorCode: DeadLetter.ErrorCode, reason: String, count: Int, oldest: Timestamp
    ) {
        self.lane = lane
        self.errorCode = errorCode
        self.reason = reason
        self.count = count
        self.oldest = oldest
    }
}

/// What is to be made pending of the deliveries that wait: those of one lane that were held back first.
///
/// Attempts and the time to try are counted anew, since relay did not try in the meantime; plain text and the reason are
/// forgotten.
public struct WaitingRelease: Hashable, Sendable {
    /// Where they go; compared byte by byte.
    public var lane: LaneKey
    /// Only those that were held back at this time or before, so that a release ends however fast they fail again.
    public var heldUntil: Timestamp
    /// How many at most.
    public var limit: Int
    /// When they become due.
    public var at: Timestamp

    /// How many a store releases in one transaction: some milliseconds of work.
    public static let batchLimit = 500

    /// Memberwise.
    public init(_ lane: LaneKey, heldUntil: Timestamp, limit: Int, at: Timestamp) {
        self.lane = lane
        self.heldUntil = heldUntil
        self.limit = limit
        self.at = at
    }
}

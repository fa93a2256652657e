public import TextFormats

/// An id by which an event, or its copy from another account, is recognised when it comes in again.
///
/// Two keys are the same if their kinds and their bytes are.
public struct EventKey: Hashable, Sendable {
    /// Which id of the event it is. The numbers are what stores keep.
    public enum Kind: Int64, Hashable, Sendable {
        /// CloudTrail's `eventID`, or the envelope's `id`.
        case event = 1
        /// CloudTrail's `sharedEventID`, which both copies of a call across accounts have.
        case shared = 2
        /// A drill's id and its event's: a drill never passes for the real event of the same id, nor for another drill's.
        case drill = 3
    }

    /// Which id it is.
    public var kind: Kind
    /// The id in UTF-8; of an event that comes from the judge at most ``EventJudge/eventIDBytesLimit`` bytes, and before
    /// them a drill's id and a slash.
    public var bytes: [UInt8]

    /// Memberwise.
    public init(_ kind: Kind, _ bytes: [UInt8]) {
        self.kind = kind
        self.bytes = bytes
    }
}

/// A use in the ledger: by its id, or as what a plan of the same commit adds.
public enum UseReference: Hashable, Sendable {
    /// The use with this id.
    case stored(Int64)
    /// The use that the plan with this index, counted from 0 in its ``AcceptanceCommit``, adds.
    case planned(Int)
}

/// What is on record for an ``EventKey``.
public struct SeenEvent: Hashable, Sendable {
    /// The event's use; nil for an event that tells of none. The use may have been pruned since.
    public var use: UseReference?
    /// Where the event has been announced. Nowhere, if it was only put on record.
    public var announced: AnnouncedTargets
    /// When the event first came in.
    public var seenAt: Timestamp

    /// Memberwise.
    public init(use: UseReference?, announced: AnnouncedTargets, seenAt: Timestamp) {
        self.use = use
        self.announced = announced
        self.seenAt = seenAt
    }
}

/// What a ledger has on record for some keys.
public struct SeenEvents: Hashable, Sendable {
    /// The keys that are on record.
    public var events: [EventKey: SeenEvent]
    /// The uses that ``events`` refer to, but for those that were pruned.
    public var uses: [UseReference: LedgerUse]

    /// Memberwise.
    public init(events: [EventKey: SeenEvent] = [:], uses: [UseReference: LedgerUse] = [:]) {
        self.events = events
        self.uses = uses
    }
}

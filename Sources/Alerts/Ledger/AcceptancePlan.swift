public import Outbox
public import TextFormats

/// Everything that accepting one event writes, worked out before anything is written.
///
/// A store writes it as it stands, in one transaction, and decides nothing.
public struct AcceptancePlan: Hashable, Sendable {
    /// What happens to the event's use in the ledger; nil for none.
    public enum UseWrite: Hashable, Sendable {
        /// The store gives it an id.
        case add(LedgerUse)
        /// Replaces everything of a use but its id.
        case replace(UseReference, LedgerUse)
    }

    /// An event's key with all that is known by it from now on, whether the key is on record or not.
    public struct KeyWrite: Hashable, Sendable {
        /// The key.
        public var key: EventKey
        /// What is known by it.
        public var event: SeenEvent

        /// Memberwise.
        public init(_ key: EventKey, _ event: SeenEvent) {
            self.key = key
            self.event = event
        }
    }

    /// The event itself, which its deliveries share. Written only where there are any.
    public struct EventContent: Hashable, Sendable {
        /// As ``Submission/eventID``.
        public var eventID: String?
        /// How the event came in.
        public var origin: EventOrigin
        /// Also the time from which the deliveries are due, and from which their retries are timed.
        public var receivedAt: Timestamp
        /// The event as compact JSON text.
        public var body: [UInt8]

        /// Memberwise.
        public init(eventID: String?, origin: EventOrigin, receivedAt: Timestamp, body: [UInt8]) {
            self.eventID = eventID
            self.origin = origin
            self.receivedAt = receivedAt
            self.body = body
        }
    }

    /// A target at which the event's live use is announced, for the storms that later uses may be part of.
    public struct UseAnnouncement: Hashable, Sendable {
        /// The use.
        public var use: UseReference
        /// The target; it has a name, and is the use's own.
        public var target: RuleTarget
        /// Whether the use is told in a summary instead of a message of its own.
        public var isFolded: Bool
    }

    /// What happens to a storm that a use was folded into.
    public enum StormWrite: Hashable, Sendable {
        /// A new storm, and the delivery that is its summary.
        case begin(Storm, summary: NewDelivery)
        /// The storm as it is from now on. Where `summaryDueAt` is given, its summary, which was delivered, becomes
        /// pending again and due then, with attempts and time counted anew.
        case update(StormReference, Storm, summaryDueAt: Timestamp?)
    }

    /// A fire drill; one that is on record already stays as it is.
    public struct DrillStart: Hashable, Sendable {
        /// The drill's id.
        public var id: String
        /// The rule that the drill tries.
        public var rule: String
        /// When its event came in.
        public var receivedAt: Timestamp
    }

    /// The event.
    public var event: EventContent
    /// The event's use.
    public var use: UseWrite?
    /// Where the use is announced, if storms are controlled.
    public var announcements: [UseAnnouncement] = []
    /// The event's keys, as far as they change.
    public var keys: [KeyWrite] = []
    /// In order. One with a ``NewDelivery/failure`` is a dead letter from the start, the others are pending.
    public var deliveries: [NewDelivery] = []
    /// In order, after ``deliveries``.
    public var storms: [StormWrite] = []
    /// The drill that the event belongs to.
    public var drill: DrillStart?
    /// Whether the event was accepted before. Some of the above may still be written.
    public var isDuplicate = false

    init(of submission: Submission) {
        event = EventContent(
            eventID: submission.eventID, origin: submission.origin, receivedAt: submission.receivedAt,
            body: submission.event)
    }
}

/// What plans rest on. Each is compared with what is on record at the moment of the commit.
public struct LedgerExpectations: Hashable, Sendable {
    /// Keys, and what is on record for them; nil where nothing is.
    public var events: [EventKey: SeenEvent?] = [:]
    /// Uses that are replaced, as they are on record, by their ids.
    public var uses: [Int64: LedgerUse] = [:]
    /// ``RoleHistory/version`` of roles whose uses were counted.
    public var roles: [RoleKey: Int64] = [:]
    /// The storms of each key that end after ``stormsEndAfter``, in no particular order.
    public var storms: [Storm.Key: Set<StormOnRecord>] = [:]
    /// See ``storms``.
    public var stormsEndAfter = Timestamp(milliseconds: .min)

    /// Expects nothing.
    public init() {}
}

/// Plans that are committed together, or not at all.
public struct AcceptanceCommit: Sendable {
    /// What the plans rest on.
    public var expected: LedgerExpectations
    /// The plans, in order.
    public var plans: [AcceptancePlan]
    /// What is counted with them.
    public var counters: CounterChanges

    /// Memberwise.
    public init(
        expected: LedgerExpectations = LedgerExpectations(), plans: [AcceptancePlan] = [], counters: CounterChanges
    ) {
        self.expected = expected
        self.plans = plans
        self.counters = counters
    }
}

/// What became of a commit.
public enum CommitResult: Hashable, Sendable {
    /// It is durable. For each plan what is pending by it, in the order of the plan: its deliveries, then the summaries
    /// that it began or had sent again.
    case committed([[PendingDelivery]])
    /// Something that the plans rest on has changed. Nothing was written.
    case conflict
}

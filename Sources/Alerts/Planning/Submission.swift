public import CloudTrail
public import Outbox
import Rules
public import TextFormats

/// An event that some rule matched, ready to be accepted.
///
/// What is sent for it depends on what the ledger knows (`3rd use this quarter`, a storm under way), so the deliveries
/// are planned in the middle of accepting, by ``plan``.
public struct Submission: Sendable {
    /// CloudTrail's `eventID` of the record; of an event that is none of CloudTrail's, the envelope's `id`. Nil where
    /// it has neither: then nothing tells it from its copies.
    public var eventID: String?
    /// The same in both copies of a call across accounts.
    public var sharedEventID: String?
    /// The event as compact JSON text.
    public var event: [UInt8]
    /// The rules that matched, in the order of the rules file.
    public var rules: [String]
    /// The role use that the event tells of, if any.
    public var use: RoleUse?
    public var receivedAt: Timestamp
    public var origin: EventOrigin
    /// Whether something is to be sent. False where an archive's uses are only put on record: a later submission of the
    /// same event that does send is no duplicate then.
    public var alerts: Bool
    /// ``StormControl/window``: how far back ``LedgerContext/recentUses`` counts. Nil where storms are not controlled.
    public var stormWindow: Duration?
    /// What to send, given what the ledger knows. Quick and without effects: it runs while the store writes.
    public var plan: @Sendable (LedgerContext) -> DeliveryPlan

    public init(
        eventID: String?, sharedEventID: String? = nil, event: [UInt8], rules: [String], use: RoleUse?,
        receivedAt: Timestamp, origin: EventOrigin = .live, alerts: Bool = true, stormWindow: Duration? = nil,
        plan: @escaping @Sendable (LedgerContext) -> DeliveryPlan
    ) {
        self.eventID = eventID
        self.sharedEventID = sharedEventID
        self.event = event
        self.rules = rules
        self.use = use
        self.receivedAt = receivedAt
        self.origin = origin
        self.alerts = alerts
        self.stormWindow = stormWindow
        self.plan = plan
    }
}

/// What the ledger knows when an event is accepted.
public struct LedgerContext: Hashable, Sendable {
    /// Earlier uses of the same role, this one counted; nil for an event that tells of no role use, and in a drill.
    public var usage: RoleUsage?
    /// How many uses of the same role came in within ``Submission/stormWindow`` before this one, whatever became of
    /// their alerts; ``recentUsesLimit`` where there were more. Drills and archives do not count.
    public var recentUses: Int

    /// No rules file has a storm begin later, so that counting can end here.
    public static let recentUsesLimit = StormControl.roleUsesRange.upperBound

    public init(usage: RoleUsage? = nil, recentUses: Int = 0) {
        self.usage = usage
        self.recentUses = recentUses
    }
}

/// What is to be sent for one event.
public struct DeliveryPlan: Hashable, Sendable {
    /// Each to be sent by itself.
    public var deliveries: [NewDelivery]
    /// Told in a summary instead, one for each target.
    public var folds: [StormFold]

    public init(deliveries: [NewDelivery] = [], folds: [StormFold] = []) {
        self.deliveries = deliveries
        self.folds = folds
    }

    /// Nothing: a rule without targets only counts.
    public static let nothing = DeliveryPlan()
}

/// What became of a submission.
public enum Acceptance: Hashable, Sendable {
    /// It is durable; these are its deliveries, to be sent. Empty for a rule without targets, and for a use that was
    /// folded into a summary which is under way already.
    case accepted([PendingDelivery])
    /// The event, or its copy from another account, was accepted before.
    case duplicate
}

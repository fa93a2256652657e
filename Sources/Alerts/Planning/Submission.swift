public import CloudTrail
public import Outbox
public import Rules
public import TextFormats

/// An event that some rule matched, ready to be accepted.
///
/// What is sent for it depends on what the ledger knows (`3rd use this quarter`, a storm under way), so the deliveries
/// are planned by ``plan`` once that has been read, and before anything is written.
public struct Submission: Sendable {
    /// CloudTrail's `eventID` of the record; of other events, the envelope's `id`. Nil for an event with neither: its
    /// copies cannot be recognised then.
    public var eventID: String?
    /// The same in both copies of a call across accounts.
    public var sharedEventID: String?
    /// The event as compact JSON text.
    public var event: [UInt8]
    /// The rules that matched, in the order of the rules file.
    public var rules: [String]
    /// Where the event is to be announced, if it has not been: each rule that matched, followed by those of its targets
    /// that have a message to send.
    public var targets: [RuleTarget]
    /// The role use that the event tells of, if any.
    public var use: RoleUse?
    /// When the event came in.
    public var receivedAt: Timestamp
    /// How it came in.
    public var origin: EventOrigin
    /// Whether something is to be sent. False where an archive's uses are only put on record: they are announced nowhere,
    /// so that a later submission of the same event is no duplicate.
    public var alerts: Bool
    /// When uses of one role become too many for a message each. Nil where storms are not controlled.
    public var storms: StormControl?
    /// What to send, given what the ledger knows. Without effects: it runs again where the ledger has changed meanwhile.
    public var plan: @Sendable (UsageSnapshot) -> DeliveryPlan

    /// Memberwise. Without `targets` the rules only count.
    public init(
        eventID: String?, sharedEventID: String? = nil, event: [UInt8], rules: [String],
        targets: [RuleTarget]? = nil, use: RoleUse?, receivedAt: Timestamp,
        origin: EventOrigin = .live, alerts: Bool = true, storms: StormControl? = nil,
        plan: @escaping @Sendable (UsageSnapshot) -> DeliveryPlan
    ) {
        self.eventID = eventID
        self.sharedEventID = sharedEventID
        self.event = event
        self.rules = rules
        self.targets = targets ?? rules.map { RuleTarget($0) }
        self.use = use
        self.receivedAt = receivedAt
        self.origin = origin
        self.alerts = alerts
        self.storms = storms
        self.plan = plan
    }
}

/// What the ledger knows when an event is accepted.
public struct UsageSnapshot: Hashable, Sendable {
    /// Earlier uses of the same role, this one counted; nil for an event that tells of no role use, and in a drill.
    public var usage: RoleUsage?
    /// Where the event is to be announced; nothing is planned for other targets. Nil for all of ``Submission/targets``.
    public var targets: Set<RuleTarget>?
    /// How often the role has been used of late, by the targets that have been told. Empty for a drill, an archive's
    /// event, and where storms are not controlled.
    public var recent: [RuleTarget: RecentUses]

    /// Memberwise.
    public init(usage: RoleUsage? = nil, targets: Set<RuleTarget>? = nil, recent: [RuleTarget: RecentUses] = [:]) {
        self.usage = usage
        self.targets = targets
        self.recent = recent
    }

    /// Whether the event is to be announced at a target.
    func announces(at target: RuleTarget) -> Bool { targets?.contains(target) ?? true }
}

/// What is to be sent for one event.
public struct DeliveryPlan: Hashable, Sendable {
    /// Each to be sent by itself.
    public var deliveries: [NewDelivery]
    /// Told in a summary instead, one for each target.
    public var folds: [StormFold]

    /// Memberwise.
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
    /// The event, or its copy from another account, has been announced everywhere that the rules say.
    case duplicate
    /// Nothing of it was written, unlike submissions before it of the same call. It may be accepted again.
    case failed(StoreError)

    /// The deliveries that are to be sent; none for a duplicate.
    public var pending: [PendingDelivery] { if case .accepted(let pending) = self { pending } else { [] } }
}

public import SlackMessages
public import TextFormats

/// Many uses of one role in a short time, told to one target in one message that is brought up to date. Refused uses make
/// storms of their own.
public struct Storm: Hashable, Sendable {
    /// What makes uses part of the same storm.
    public struct Key: Hashable, Sendable, Codable {
        /// The rule's name.
        public var rule: String
        /// The target's id within the rule.
        public var target: String
        /// Account and name of the role: `111122223333/BreakGlassAdmin`.
        public var role: String
        /// Whether the uses were refused: one that was allowed is never told among refused ones.
        public var isDenied: Bool

        /// Memberwise.
        public init(rule: String, target: String, role: String, isDenied: Bool = false) {
            self.rule = rule
            self.target = target
            self.role = role
            self.isDenied = isDenied
        }

        /// Byte by byte: texts that are the same to Unicode alone are two keys.
        public static func == (left: Self, right: Self) -> Bool {
            left.rule.hasBytes(of: right.rule) && left.target.hasBytes(of: right.target)
                && left.role.hasBytes(of: right.role) && left.isDenied == right.isDenied
        }
    }

    /// What makes uses part of this storm.
    public var key: Key
    /// When the first use was folded.
    public var startedAt: Timestamp
    /// From then on a use begins a storm of its own.
    public var endsAt: Timestamp
    /// How many uses were folded.
    public var foldedUses: Int
    /// How many of them were denied: all or none, but in a storm that an earlier version of relay began.
    public var deniedUses: Int
    /// How many the last message that arrived told of.
    public var announcedUses: Int
    /// Who used the role last, as far as is folded.
    public var latestWho: String
    /// When that was.
    public var latestAt: Timestamp
    /// Slack's `ts` of the message, by which it is updated; nil before it arrived, and where messages cannot be updated.
    public var messageTimestamp: String?

    /// The longest that a folded use waits until a summary that tells of it is due.
    public var summaryDelay: Duration

    /// ``summaryDelay`` where nothing else is said, and in storms that an earlier version of relay began.
    public static let summaryDelayUnlessGiven: Duration = .seconds(30)
    /// How long a message stands before it is brought up to date: often enough to follow a storm, and seldom enough to
    /// leave Slack's one message per second to others.
    public static let updateDelay: Duration = .seconds(2)

    /// Memberwise.
    public init(
        key: Key, startedAt: Timestamp, endsAt: Timestamp, foldedUses: Int = 0, deniedUses: Int = 0,
        announcedUses: Int = 0, latestWho: String, latestAt: Timestamp, messageTimestamp: String? = nil,
        summaryDelay: Duration = summaryDelayUnlessGiven
    ) {
        self.key = key
        self.startedAt = startedAt
        self.endsAt = endsAt
        self.foldedUses = foldedUses
        self.deniedUses = deniedUses
        self.announcedUses = announcedUses
        self.latestWho = latestWho
        self.latestAt = latestAt
        self.messageTimestamp = messageTimestamp
        self.summaryDelay = summaryDelay
    }
}

extension Storm {
    /// The message that tells of the storm.
    public var summary: StormSummary {
        let parts = key.role.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        return StormSummary(
            account: String(parts.first ?? ""), role: String(parts.last ?? ""), uses: foldedUses,
            deniedUses: deniedUses, startedAt: startedAt, latestAt: latestAt, latestWho: latestWho)
    }
}

/// One use that goes into a storm's summary instead of a message of its own.
public struct StormFold: Hashable, Sendable {
    /// The storm that the use belongs to.
    public var key: Storm.Key
    /// Who used the role.
    public var who: String
    /// When the use came in.
    public var at: Timestamp
    /// How long after its first fold the storm ends.
    public var window: Duration
    /// As ``Storm/summaryDelay``.
    public var summaryDelay: Duration
    /// The delivery that carries the summary, should this use begin a storm. Its body is made anew from the storm each
    /// time it is sent.
    public var summary: NewDelivery

    /// Memberwise.
    public init(
        key: Storm.Key, who: String, at: Timestamp, window: Duration, summaryDelay: Duration, summary: NewDelivery
    ) {
        self.key = key
        self.who = who
        self.at = at
        self.window = window
        self.summaryDelay = summaryDelay
        self.summary = summary
    }
}

// MARK: - What becomes of a storm

extension Storm {
    /// A storm that begins with one use.
    package init(beginningWith fold: StormFold) {
        self.init(
            key: fold.key, startedAt: fold.at, endsAt: fold.at + fold.window, foldedUses: 1,
            deniedUses: fold.key.isDenied ? 1 : 0, latestWho: fold.who, latestAt: fold.at,
            summaryDelay: fold.summaryDelay)
    }

    /// Takes one more use in.
    package mutating func add(_ fold: StormFold) {
        foldedUses += 1
        deniedUses += fold.key.isDenied ? 1 : 0
        // The rules may have changed since the storm began.
        summaryDelay = fold.summaryDelay
        guard fold.at >= latestAt else { return }
        (latestWho, latestAt) = (fold.who, fold.at)
    }

    /// Notes that a message arrived.
    ///
    /// - Parameters:
    ///   - uses: How many uses it told of; nil for all that there are.
    ///   - timestamp: Slack's `ts` of the message; nil where it has none, or keeps the one it had.
    package mutating func announce(_ uses: Int?, messageTimestamp timestamp: String?) {
        announcedUses = uses ?? foldedUses
        messageTimestamp = timestamp ?? messageTimestamp
    }

    /// When the summary that was delivered is to be sent again; nil while there is no more to tell.
    ///
    /// Where the message can be updated that is shortly. Where it cannot, each summary is another message: then it is as
    /// late as ``summaryDelay`` lets it be, or at the end of the storm.
    ///
    /// - Parameter moment: No use that is still to be told was folded before.
    package func nextSummary(at now: Timestamp, untoldSince moment: Timestamp) -> Timestamp? {
        guard foldedUses > announcedUses else { return nil }
        let wanted = messageTimestamp == nil ? endsAt : now + Self.updateDelay
        return max(now, min(wanted, moment + summaryDelay))
    }
}

// MARK: - On record

/// A storm in a store; each has one delivery, its summary.
public enum StormReference: Hashable, Sendable {
    /// The storm with this summary.
    case stored(DeliveryID)
    /// The storm that a plan of the same commit begins: the plan's index in its ``AcceptanceCommit``, and the index
    /// among the plan's ``AcceptancePlan/storms``, both from 0.
    case planned(Int, Int)
}

/// A storm as a store has it, with what is needed of its summary.
public struct StormOnRecord: Hashable, Sendable {
    /// By which plans refer to the storm.
    public var reference: StormReference
    /// The storm.
    public var storm: Storm
    /// Where its summary stands.
    public var summaryState: DeliveryState
    /// Where the summary goes.
    public var apiDestination: String

    /// Memberwise.
    public init(
        _ reference: StormReference, _ storm: Storm, summaryState: DeliveryState, apiDestination: String
    ) {
        self.reference = reference
        self.storm = storm
        self.summaryState = summaryState
        self.apiDestination = apiDestination
    }

    /// Whether a use at `moment` goes into it. The summary of a storm that was given up is not sent, so that the next use
    /// begins another.
    package func takesUse(at moment: Timestamp) -> Bool {
        storm.endsAt > moment && summaryState != .dead && summaryState != .dropped
    }
}

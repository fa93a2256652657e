public import SlackMessages
public import TextFormats

/// Many uses of one role in a short time, told to one target in one message that is brought up to date.
public struct Storm: Hashable, Sendable {
    /// What makes uses part of the same storm.
    public struct Key: Hashable, Sendable, Codable {
        public var rule: String
        public var target: String
        /// Account and name of the role: `111122223333/BreakGlassAdmin`.
        public var role: String

        public init(rule: String, target: String, role: String) {
            self.rule = rule
            self.target = target
            self.role = role
        }
    }

    public var key: Key
    /// When the first use was folded.
    public var startedAt: Timestamp
    /// From then on a use begins a storm of its own.
    public var endsAt: Timestamp
    /// How many uses were folded.
    public var foldedUses: Int
    /// How many of them were denied.
    public var deniedUses: Int
    /// How many the last message that arrived told of.
    public var toldUses: Int
    /// Who used the role last, as far as is folded.
    public var latestWho: String
    public var latestAt: Timestamp
    /// Slack's `ts` of the message, by which it is updated; nil before it arrived, and where messages cannot be updated.
    public var messageTimestamp: String?

    /// How long a message stands before it is brought up to date: often enough to follow a storm, and seldom enough to
    /// leave Slack's one message per second to others.
    public static let updateDelay: Duration = .seconds(2)

    public init(
        key: Key, startedAt: Timestamp, endsAt: Timestamp, foldedUses: Int = 0, deniedUses: Int = 0,
        toldUses: Int = 0, latestWho: String, latestAt: Timestamp, messageTimestamp: String? = nil
    ) {
        self.key = key
        self.startedAt = startedAt
        self.endsAt = endsAt
        self.foldedUses = foldedUses
        self.deniedUses = deniedUses
        self.toldUses = toldUses
        self.latestWho = latestWho
        self.latestAt = latestAt
        self.messageTimestamp = messageTimestamp
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
    public var key: Storm.Key
    public var who: String
    public var at: Timestamp
    public var isDenied: Bool
    /// How long after its first fold the storm ends.
    public var window: Duration
    /// The delivery that carries the summary, should this use begin a storm. Its body is made anew from the storm each
    /// time it is sent.
    public var summary: NewDelivery

    public init(
        key: Storm.Key, who: String, at: Timestamp, isDenied: Bool, window: Duration, summary: NewDelivery
    ) {
        self.key = key
        self.who = who
        self.at = at
        self.isDenied = isDenied
        self.window = window
        self.summary = summary
    }
}

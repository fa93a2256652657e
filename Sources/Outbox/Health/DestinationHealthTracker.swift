public import TextFormats

/// How sending to each destination goes, by the outcomes of attempts.
public struct DestinationHealthTracker: Sendable {
    /// The most destinations and channels that are kept. Channels may be named by events, so that their number has no bound
    /// of its own; beyond the limit further channels are not kept.
    public static let entriesLimit = 1_000

    private var entries: [LaneKey: DestinationHealth] = [:]

    /// Knows of nothing yet.
    public init() {}

    /// By name and channel.
    public var all: [DestinationHealth] {
        entries.values.sorted {
            ($0.apiDestination, $0.channel ?? "") < ($1.apiDestination, $1.channel ?? "")
        }
    }

    /// Notes an outcome on a delivery of a lane.
    ///
    /// - Returns: what has to be told loudly: a mistake in the configuration that was not known yet.
    public mutating func note(_ outcome: AttemptOutcome, of lane: LaneKey, at now: Timestamp) -> DestinationHealth? {
        switch outcome.kind {
        case .delivered:
            succeed(LaneKey(apiDestination: lane.apiDestination), at: now)
            if lane.channel != nil, entries[lane] != nil { succeed(lane, at: now) }
            return nil
        case .misconfigured, .ours:
            let key = outcome.concernsChannel ? lane : LaneKey(apiDestination: lane.apiDestination)
            return block(key, because: outcome.reason, at: now)
        case .throttled, .failed, .timedOut, .unreachable:
            update(LaneKey(apiDestination: lane.apiDestination)) { $0.failuresInARow += 1 }
            return nil
        case .refused, .unrenderable, .oversized, .interrupted: return nil
        }
    }

    /// Takes it from what is on record that a destination or channel waits for its configuration to be mended, until
    /// something gets through.
    public mutating func assumeBlocked(_ lane: LaneKey, because reason: String, since moment: Timestamp) {
        guard entries[lane]?.blockedBecause == nil else { return }
        update(lane) {
            $0.blockedSince = moment
            $0.blockedBecause = reason
        }
    }

    /// Forgets destinations that the rules file no longer has.
    public mutating func keep(only names: [String]) {
        entries = entries.filter { key, _ in names.containsBytes(of: key.apiDestination) }
    }

    private mutating func succeed(_ key: LaneKey, at now: Timestamp) {
        update(key) {
            $0.blockedBecause = nil
            $0.blockedSince = nil
            $0.failuresInARow = 0
            $0.lastDeliveredAt = now
        }
    }

    private mutating func block(_ key: LaneKey, because reason: String, at now: Timestamp) -> DestinationHealth? {
        let isKnown = entries[key]?.blockedBecause.map { $0.hasBytes(of: reason) } ?? false
        update(key) {
            $0.blockedSince = $0.blockedSince ?? now
            $0.blockedBecause = reason
            $0.failuresInARow += 1
        }
        return isKnown ? nil : entries[key]
    }

    private mutating func update(_ key: LaneKey, _ change: (inout DestinationHealth) -> Void) {
        if entries[key] == nil, entries.count >= Self.entriesLimit, key.channel != nil { return }
        var entry =
            entries[key] ?? DestinationHealth(apiDestination: key.apiDestination, channel: key.channel)
        change(&entry)
        entries[key] = entry
    }
}

/// How sending to one destination goes, as `/readyz` and the metrics show it.
public struct DestinationHealth: Hashable, Sendable {
    /// The API destination's name.
    public var apiDestination: String
    /// Slack's channel, where it is the channel that has a problem.
    public var channel: String?
    /// What is wrong with the configuration, as text; nil while nothing is.
    public var blockedBecause: String?
    /// When that began.
    public var blockedSince: Timestamp?
    /// Attempts that failed one after the other, up to now.
    public var failuresInARow: Int
    /// When a delivery last got through; nil if none has since relay began.
    public var lastDeliveredAt: Timestamp?
    /// Until when nothing is sent because the destination asked for a pause.
    public var pausedUntil: Timestamp?

    /// Memberwise.
    public init(
        apiDestination: String, channel: String? = nil, blockedBecause: String? = nil, blockedSince: Timestamp? = nil,
        failuresInARow: Int = 0, lastDeliveredAt: Timestamp? = nil, pausedUntil: Timestamp? = nil
    ) {
        self.apiDestination = apiDestination
        self.channel = channel
        self.blockedBecause = blockedBecause
        self.blockedSince = blockedSince
        self.failuresInARow = failuresInARow
        self.lastDeliveredAt = lastDeliveredAt
        self.pausedUntil = pausedUntil
    }
}

public import TextFormats

/// How sending to each destination goes, kept by what verdicts say.
public struct DestinationHealthTracker: Sendable {
    /// So many destinations and channels are told apart; channels may be named by whatever an event says.
    public static let entriesLimit = 1_000

    private var entries: [LaneKey: DestinationHealth] = [:]

    public init() {}

    /// By name and channel.
    public var all: [DestinationHealth] {
        entries.values.sorted {
            ($0.apiDestination, $0.channel ?? "") < ($1.apiDestination, $1.channel ?? "")
        }
    }

    /// Notes a verdict on a delivery of a lane.
    ///
    /// - Returns: what has to be told loudly: a mistake in the configuration that was not known yet.
    public mutating func note(_ verdict: Verdict, of lane: LaneKey, at now: Timestamp) -> DestinationHealth? {
        switch verdict.outcome {
        case .delivered:
            succeed(LaneKey(apiDestination: lane.apiDestination), at: now)
            if lane.channel != nil, entries[lane] != nil { succeed(lane, at: now) }
            return nil
        case .misconfigured, .ours:
            let key = verdict.concernsChannel ? lane : LaneKey(apiDestination: lane.apiDestination)
            return block(key, because: verdict.reason, at: now)
        case .throttled, .failed, .timedOut, .unreachable:
            update(LaneKey(apiDestination: lane.apiDestination)) { $0.failuresInARow += 1 }
            return nil
        case .refused, .unrenderable, .interrupted: return nil
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

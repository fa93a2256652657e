public import TextFormats

/// How sending to one destination goes, as `/readyz` and the metrics show it.
public struct DestinationHealth: Hashable, Sendable {
    public var apiDestination: String
    /// Slack's channel, where it is the channel that has a problem.
    public var channel: String?
    /// What is wrong with the configuration, in words; nil while nothing is.
    public var blockedBecause: String?
    public var blockedSince: Timestamp?
    /// Attempts that failed one after the other, up to now.
    public var failuresInARow: Int
    public var lastDeliveredAt: Timestamp?
    /// Until when nothing is sent because the destination asked for a pause.
    public var pausedUntil: Timestamp?

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

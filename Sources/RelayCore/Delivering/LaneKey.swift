/// Where deliveries stand in one queue: a destination, or one of its channels.
public struct LaneKey: Hashable, Sendable {
    public let apiDestination: String
    public let channel: String?

    public init(apiDestination: String, channel: String? = nil) {
        self.apiDestination = apiDestination
        self.channel = channel
    }

    init(_ delivery: PendingDelivery) {
        self.init(apiDestination: delivery.apiDestination, channel: delivery.channel)
    }

    /// Channels are compared byte by byte, as Slack does.
    public static func == (left: Self, right: Self) -> Bool {
        guard left.apiDestination.hasBytes(of: right.apiDestination) else { return false }
        return switch (left.channel, right.channel) {
        case (nil, nil): true
        case (let one?, let other?): one.hasBytes(of: other)
        default: false
        }
    }

    public func hash(into hasher: inout Hasher) {
        for byte in apiDestination.utf8 { hasher.combine(byte) }
        hasher.combine(0xFF as UInt8)
        if let channel { for byte in channel.utf8 { hasher.combine(byte) } }
    }
}

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

    public static func == (left: Self, right: Self) -> Bool {
        guard left.apiDestination == right.apiDestination else { return false }
        return switch (left.channel, right.channel) {
        case (nil, nil): true
        case (let one?, let other?): QueueName(one) == QueueName(other)
        default: false
        }
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(apiDestination)
        hasher.combine(channel)
    }
}

/// A name by which deliveries queue up: a channel's, an order key.
///
/// Texts that Unicode alone takes for the same are two names. Those of one length are not told apart: they share a queue
/// and nothing else, and comparing is what a queue does most.
struct QueueName: Hashable, Sendable {
    let text: String

    init(_ text: String) { self.text = text }

    static func == (left: Self, right: Self) -> Bool {
        left.text.utf8.count == right.text.utf8.count && left.text == right.text
    }

    func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

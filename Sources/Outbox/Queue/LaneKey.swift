/// Where deliveries stand in one queue: a destination, or one of its channels.
public struct LaneKey: Hashable, Sendable {
    /// The API destination's name.
    public let apiDestination: String
    /// Slack's channel; nil for a destination without channels.
    public let channel: String?

    /// Memberwise.
    public init(apiDestination: String, channel: String? = nil) {
        self.apiDestination = apiDestination
        self.channel = channel
    }

    init(_ delivery: PendingDelivery) {
        self.init(apiDestination: delivery.apiDestination, channel: delivery.channel)
    }

    /// Compares channels as order keys are compared: by canonical equivalence and length.
    public static func == (left: Self, right: Self) -> Bool {
        guard left.apiDestination == right.apiDestination else { return false }
        return switch (left.channel, right.channel) {
        case (nil, nil): true
        case (let one?, let other?): QueueName(one) == QueueName(other)
        default: false
        }
    }

    /// Hashes both parts.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(apiDestination)
        hasher.combine(channel)
    }
}

/// A name by which deliveries queue up: a channel's, an order key.
///
/// Compared by canonical equivalence and length in bytes: two such names that are equal to Unicode and equally long share
/// a queue, which is harmless. Comparing byte by byte would be exact, and is slower than what a queue does most allows.
struct QueueName: Hashable, Sendable {
    let text: String

    init(_ text: String) { self.text = text }

    static func == (left: Self, right: Self) -> Bool {
        left.text.utf8.count == right.text.utf8.count && left.text == right.text
    }

    func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

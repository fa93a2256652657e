/// A request that the stand-in was sent.
package struct SlackMessageReceived: Sendable {
    package enum Method: Hashable, Sendable {
        case postMessage, update, webhook
        /// Some other address: an API destination that is not Slack's.
        case other(path: String)
    }

    package var method: Method
    /// As they came, names in lower case.
    package var headers: [(name: String, value: String)]
    package var query: String
    package var body: [UInt8]
    package var channel: String?
    /// Empty where it has none.
    package var text: String
    /// As the message's metadata has it.
    package var deliveryID: String?
    /// The message's own `ts`; nil unless it was taken.
    package var timestamp: String?
    /// Slack's word if it was refused; nil if it was taken.
    package var refusal: String?
    /// What tells its connection from others.
    package var connection: Int
    /// Milliseconds since 1970.
    package var receivedAt: Double
    package var answeredAt: Double

    package func header(_ name: String) -> String? {
        headers.first { $0.name.utf8.elementsEqual(name.utf8) }?.value
    }
}

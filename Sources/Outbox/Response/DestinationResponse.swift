/// What a destination answered over HTTP, as far as judging it needs.
public struct DestinationResponse: Hashable, Sendable {
    /// So much of an answer's body is read; Slack's answers, which quote the message, are below it.
    public static let bodyBytesLimit = 262_144

    public var status: Int
    /// The header `Retry-After` as it came.
    public var retryAfter: String?
    /// At most ``bodyBytesLimit``.
    public var body: [UInt8]
    /// False where the body was longer, or broke off.
    public var isWhole: Bool

    public init(status: Int, retryAfter: String? = nil, body: [UInt8] = [], isWhole: Bool = true) {
        self.status = status
        self.retryAfter = retryAfter
        self.body = body
        self.isWhole = isWhole
    }
}

/// Why there is no answer. The words hold no address and no secret.
public enum TransportFailure: Error, Hashable, Sendable {
    /// None came in time; the request may have arrived.
    case timedOut(seconds: Int)
    /// No connection came about: nothing has arrived.
    case unreachable(reason: String)
    /// The connection broke, or what came was not HTTP; the request may have arrived.
    case brokenOff(reason: String)
    /// It could not be sent at all.
    case unsendable(reason: String)
    /// relay is ending.
    case cancelled
}

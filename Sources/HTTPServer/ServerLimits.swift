/// The server's bounds, so that no sender can make it run out of memory, file descriptors or time. What the events of one
/// body may cost is bounded by ``IngestLimits``.
package enum ServerLimits {
    // MARK: One request

    /// The most bytes of a body as it is sent. EventBridge sends one event of at most 256 KiB; this leaves room for a
    /// large CloudTrail log file.
    package static let bodyBytes = 8 << 20
    /// The most bytes of all header fields of a request; `Authorization` with a session token takes some 2 KiB.
    package static let headerBytes = 32 << 10
    /// The most header fields of a request.
    package static let headerFields = 100
    /// The most bytes of the `X-Relay-Drill` header.
    package static let drillIDBytes = 64

    // MARK: All requests

    /// How many requests may be read and judged at once; others are asked to come again.
    package static let requestsInFlight = 512
    /// How many bytes of bodies may be held at once.
    package static let bodyBytesInFlight = 64 << 20
    /// How many connections may be open, where the system allows relay as many; see ``ConnectionRoom`` for who has to go
    /// when there are more.
    package static let connections = 2_000
    /// How many connections may be open beyond that for a moment, while others are being closed for them.
    package static let closingConnections = 32

    // MARK: Time

    /// How long the head of a request may take from its first byte; the first one from the opening of the connection.
    package static let headTimeout: Duration = .seconds(10)
    /// How long a whole request may take to arrive.
    package static let requestTimeout: Duration = .seconds(30)
    /// How long a reply may take to go out: a receiver that does not read it would hold the connection for ever.
    package static let replyTimeout: Duration = .seconds(30)
    /// How long a connection may lie idle. Longer than the 60 seconds after which load balancers close theirs.
    package static let idleTimeout: Duration = .seconds(75)
    /// How long open requests are waited for when the server stops.
    package static let drainTimeout: Duration = .seconds(10)
    /// `Retry-After` of a reply that refuses because too much is in flight.
    package static let busyRetryAfterSeconds = 1
    /// `Retry-After` of a reply that refuses because the store cannot take anything.
    package static let storeRetryAfterSeconds = 10
    /// `Retry-After` of a reply that refuses because this server stops: its successor will be there by then.
    package static let drainRetryAfterSeconds = 5
    /// How often the certificate's files are read to see whether they changed.
    package static let certificateCheckInterval: Duration = .seconds(10)
}

/// The bounds that tests set lower, so that they reach them within moments. Elsewhere they are those of ``ServerLimits``.
struct ServerTuning: Sendable {
    var connections = ServerLimits.connections
    var requestsInFlight = ServerLimits.requestsInFlight
    var bodyBytesInFlight = ServerLimits.bodyBytesInFlight
    var headTimeout = ServerLimits.headTimeout
    var requestTimeout = ServerLimits.requestTimeout
    var replyTimeout = ServerLimits.replyTimeout
    var idleTimeout = ServerLimits.idleTimeout
    var drainTimeout = ServerLimits.drainTimeout
    var certificateCheckInterval = ServerLimits.certificateCheckInterval
}

/// What the server bounds, so that no sender can make it run out of memory, file descriptors or time.
package enum ServerLimits {
    // MARK: One request

    /// How long a body may be as it is sent. EventBridge sends one event of at most 256 KiB; this leaves room for a
    /// large CloudTrail log file.
    package static let bodyBytes = 8 << 20
    /// How long a body may be once inflated. Deflate reaches 1,032 to 1: 8 MiB could become 8 GiB.
    package static let contentBytes = 64 << 20
    /// How many events a body may hold; each has a line of its own in the answer.
    package static let events = 10_000
    /// How much of a body is judged before others have a turn.
    package static let pieceBytes = 64 << 10
    /// How long all header fields of a request may be; `Authorization` with a session token takes some 2 KiB.
    package static let headerBytes = 32 << 10
    package static let headerFields = 100
    /// How long the `X-Relay-Drill` header may be.
    package static let drillIDBytes = 64

    // MARK: All requests

    /// How many requests may be read and judged at once; more are asked to come again.
    package static let requestsInFlight = 512
    /// How many bytes of bodies may be held at once.
    package static let bodyBytesInFlight = 64 << 20
    /// How many connections are accepted; further ones wait in the system's queue. A process has 1,024 file descriptors
    /// unless it is given more.
    package static let connections = 900
    /// How many sets of tools are kept for the next requests.
    package static let freeDesks = 64

    // MARK: Time

    /// How long the head of a request may take from its first byte.
    package static let headTimeout: Duration = .seconds(10)
    /// How long a whole request may take to arrive.
    package static let requestTimeout: Duration = .seconds(30)
    /// How long an answer may take to go out: somebody who does not read it would hold the connection for ever.
    package static let answerTimeout: Duration = .seconds(30)
    /// How long a connection may lie idle. Longer than the 60 seconds after which load balancers give up theirs.
    package static let idleTimeout: Duration = .seconds(75)
    /// How long open requests are waited for when the server stops.
    package static let drainTimeout: Duration = .seconds(10)
    /// When a sender is to come again that was turned away because too much was in flight.
    package static let busyRetryAfterSeconds = 1
    /// When a sender is to come again that was turned away because the store cannot take anything.
    package static let storeRetryAfterSeconds = 10
    /// When a sender is to come again that was turned away because this server stops: its successor will be there.
    package static let drainRetryAfterSeconds = 5
    /// How often certificate files are looked at.
    package static let certificateCheckInterval: Duration = .seconds(10)
}

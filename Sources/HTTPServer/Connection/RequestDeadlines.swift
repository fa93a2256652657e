import NIOCore

/// By when a connection has to have got on with what it is doing. Knows no sockets: it is told what happens.
///
/// What arrives and what is answered are watched apart, since the next request may come before the last one is answered.
/// A connection on which nothing happens has no deadline here; ``ServerLimits/idleTimeout`` is for that.
struct RequestDeadlines {
    private enum Arrival {
        case nothing
        case head(since: NIODeadline)
        case body(since: NIODeadline)
    }

    private let tuning: ServerTuning
    private var arrival = Arrival.nothing
    private var replyBegan: NIODeadline?

    init(_ tuning: ServerTuning) { self.tuning = tuning }

    /// When the connection is to be cut off unless it gets on; nil while it may take its time.
    var next: NIODeadline? {
        let arrival: NIODeadline? =
            switch arrival {
            case .nothing: nil
            case .head(let start): start + .init(tuning.headTimeout)
            case .body(let start): start + .init(tuning.requestTimeout)
            }
        let reply = replyBegan.map { $0 + .init(tuning.replyTimeout) }
        guard let arrival, let reply else { return arrival ?? reply }
        return min(arrival, reply)
    }

    mutating func bytesCame(at now: NIODeadline) {
        if case .nothing = arrival { arrival = .head(since: now) }
    }

    mutating func headCame(at now: NIODeadline) {
        if case .head(let start) = arrival {
            arrival = .body(since: start)
        } else {
            // Its bytes came together with those of the request before.
            arrival = .body(since: now)
        }
    }

    mutating func requestCame() { arrival = .nothing }

    mutating func replyBegins(at now: NIODeadline) { replyBegan = now }

    /// The last byte has gone out.
    mutating func replyWent() { replyBegan = nil }
}

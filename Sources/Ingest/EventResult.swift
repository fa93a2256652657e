package import Outbox

/// What became of one event of a body.
package struct EventResult: Hashable, Sendable {
    /// The event's id as in ``Submission/eventID``; nil for an event without one and for one that could not be read.
    package var eventID: String?
    /// How the event was counted; nil where it was not accepted although others of its body were.
    package var outcome: IngestOutcome?
    /// How many deliveries were planned for it. A storm summary that was planned earlier is not counted again.
    package var deliveries: Int
    /// Why the event is invalid; nil for every other outcome.
    package var reason: String?
    /// Why the event was not accepted.
    package var failure: StoreError?

    /// Memberwise; everything but the outcome may be left out.
    package init(eventID: String? = nil, _ outcome: IngestOutcome, deliveries: Int = 0, reason: String? = nil) {
        self.eventID = eventID
        self.outcome = outcome
        self.deliveries = deliveries
        self.reason = reason
    }

    /// An event that was not accepted.
    package init(eventID: String?, failure: StoreError) {
        self.eventID = eventID
        self.failure = failure
        deliveries = 0
    }
}

extension [EventResult] {
    /// How many events had this outcome.
    package func count(of outcome: IngestOutcome) -> Int { count { $0.outcome == outcome } }

    /// Why the last events of the body were not accepted; nil where all were taken in.
    package var failure: StoreError? { lazy.compactMap(\.failure).first }
}

/// Why nothing of a body was accepted.
package enum IngestError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The body's compression is damaged. It is counted as one invalid event.
    case unreadable(reason: String)
    /// The body holds no event.
    case noEvents(reason: String)
    /// The body inflates to more than ``IngestLimits/contentBytes``.
    case contentTooLong(limit: Int)
    /// The body holds more than ``IngestLimits/events``.
    case tooManyEvents(limit: Int)
    /// The store did not commit.
    case store(StoreError)

    /// The reason as one sentence for the sender.
    package var description: String {
        switch self {
        case .unreadable(let reason), .noEvents(let reason): reason
        case .contentTooLong(let limit): "the body inflates to more than \(limit) bytes; send it in parts"
        case .tooManyEvents(let limit): "the body holds more than \(limit) events; send them in parts"
        case .store(let error): "\(error)"
        }
    }
}

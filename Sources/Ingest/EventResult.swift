package import Outbox

/// What became of one event of a body.
package struct EventResult: Hashable, Sendable {
    /// The event's id as in ``Submission/eventID``; nil for an event without one and for one that could not be read.
    package var eventID: String?
    /// How the event was counted.
    package var fate: EventFate
    /// How many deliveries were planned for it. A storm summary that was planned earlier is not counted again.
    package var deliveries: Int
    /// Why the event is invalid; nil for every other fate.
    package var reason: String?

    /// Memberwise; everything but the fate may be left out.
    package init(eventID: String? = nil, _ fate: EventFate, deliveries: Int = 0, reason: String? = nil) {
        self.eventID = eventID
        self.fate = fate
        self.deliveries = deliveries
        self.reason = reason
    }
}

extension [EventResult] {
    /// How many events had this fate.
    package func count(of fate: EventFate) -> Int { count { $0.fate == fate } }
}

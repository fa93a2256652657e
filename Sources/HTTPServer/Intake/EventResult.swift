package import Outbox

/// What became of one event of a request.
package struct EventResult: Hashable, Sendable {
    /// As ``Submission/eventID``; nil where it has none, or could not be read.
    package var eventID: String?
    package var fate: IngestOutcome
    /// How many deliveries were planned for it, summaries under way not counted.
    package var deliveries: Int
    /// Why it is invalid.
    package var reason: String?

    package init(eventID: String? = nil, _ fate: IngestOutcome, deliveries: Int = 0, reason: String? = nil) {
        self.eventID = eventID
        self.fate = fate
        self.deliveries = deliveries
        self.reason = reason
    }
}

extension [EventResult] {
    package func count(of fate: IngestOutcome) -> Int { count { $0.fate == fate } }
}

import Alerts
import Outbox
import Rules
import TextFormats

extension MetricsFigures {
    /// All measures, in the order in which a page shows them. Families that have nothing to tell yet are left out.
    public var families: [MetricFamily] {
        let counted = store.map { CountedFamilies($0.books.counts, known: rules).families } ?? []
        return (counted + GaugeFamilies(figures: self).families).filter { !$0.samples.isEmpty }
    }

    /// The page that `GET /metrics` answers with.
    public func page(in format: MetricsFormat) -> [UInt8] { MetricsText(families, in: format).bytes }
}

// MARK: - Heartbeat

extension MetricsFigures {
    /// A heartbeat drill that got through.
    struct Heartbeat: Hashable {
        let receivedAt: Timestamp
        let announcedAt: Timestamp
    }

    /// The last one; nil while none has got through, and where none is held.
    var lastHeartbeat: Heartbeat? {
        guard let heartbeat = rules?.heartbeat else { return nil }
        for drill in store?.drills ?? [] where drill.isHeartbeat(heartbeat) {
            if let announcedAt = drill.announcedAt {
                return Heartbeat(receivedAt: drill.receivedAt, announcedAt: announcedAt)
            }
        }
        return nil
    }
}

extension DrillRecord {
    /// Whether the clock held it, as far as shows: a heartbeat has a destination of its own.
    fileprivate func isHeartbeat(_ heartbeat: DrillSettings.Heartbeat) -> Bool {
        rule.hasBytes(of: heartbeat.rule)
            && hops.allSatisfy { $0.apiDestination.hasBytes(of: heartbeat.apiDestination) }
    }
}

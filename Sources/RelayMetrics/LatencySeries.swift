import Outbox

/// The time from ingestion to successful delivery by destination, put together from the books' counters.
struct LatencySeries {
    private struct Observations {
        /// Of each of ``CountKey/latencyBoundsMilliseconds``, and of what is above them.
        var counts = [Int64](repeating: 0, count: CountKey.latencyBoundsMilliseconds.count + 1)
        var sumMilliseconds: Int64 = 0
    }

    private var byDestination: [[UInt8]: Observations] = [:]

    /// Makes a destination known that has delivered nothing yet.
    mutating func add(apiDestination: String) {
        let key = Array(apiDestination.utf8)
        if byDestination[key] == nil { byDestination[key] = Observations() }
    }

    /// A bound that another version of relay counted by goes to the next higher one there is.
    mutating func add(_ number: Int64, apiDestination: String, upToMilliseconds bound: Int?) {
        let bounds = CountKey.latencyBoundsMilliseconds
        let place = bound.flatMap { bound in bounds.firstIndex { bound <= $0 } } ?? bounds.count
        byDestination[Array(apiDestination.utf8), default: .init()].counts[place].add(number)
    }

    mutating func add(milliseconds: Int64, apiDestination: String) {
        byDestination[Array(apiDestination.utf8), default: .init()].sumMilliseconds.add(milliseconds)
    }

    var family: MetricFamily {
        let rows = byDestination.sorted { $0.key.lexicographicallyPrecedes($1.key) }
        return MetricFamily(
            "relay_ingestion_to_invocation_success_latency_seconds", .histogram,
            help: "Time from an event's arrival to the destination's answer that it has it.", unit: .seconds,
            samples: rows.map { name, observations in
                MetricSample(
                    [MetricLabel("api_destination", String(decoding: name, as: UTF8.self))],
                    .histogram(Self.histogram(observations)))
            })
    }

    private static func histogram(_ observations: Observations) -> MetricHistogram {
        MetricHistogram(
            buckets: zip(CountKey.latencyBoundsMilliseconds, observations.counts).map {
                .init(upTo: Double($0) / 1_000, count: $1)
            },
            above: observations.counts.last ?? 0, sum: Double(observations.sumMilliseconds) / 1_000)
    }
}

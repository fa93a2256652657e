import Outbox

/// Adds counts up into the series of one family of counters.
///
/// Series are keyed by the bytes of their labels: as Swift strings, two spellings of `é` would be one key.
struct CounterSeries {
    private let name: String
    private let help: String
    private let labels: [String]
    private var totals: [[[UInt8]]: Int64] = [:]

    /// - Parameter labels: The names of the labels that each series has a value for, in this order.
    init(_ name: String, help: String, labels: [String] = []) {
        self.name = name
        self.help = help
        self.labels = labels
    }

    /// - Parameters:
    ///   - number: 0 creates the series, so that its first count is seen as an increase.
    ///   - values: One for each label.
    mutating func add(_ number: Int64, _ values: String...) {
        totals[values.map { Array($0.utf8) }, default: 0].add(number)
    }

    var family: MetricFamily {
        let rows = totals.sorted { left, right in
            left.key.lexicographicallyPrecedes(right.key) { $0.lexicographicallyPrecedes($1) }
        }
        return MetricFamily(
            name, .counter, help: help,
            samples: rows.map { values, total in
                MetricSample(
                    zip(labels, values).map { MetricLabel($0, String(decoding: $1, as: UTF8.self)) }, .integer(total))
            })
    }
}

extension Int64 {
    /// Adds, and stays at the most that fits where the sum does not.
    mutating func add(_ other: Int64) {
        let (sum, overflow) = addingReportingOverflow(other)
        self = overflow ? (other < 0 ? .min : .max) : sum
    }
}

/// The time from ingestion to successful delivery by destination, put together from the store's counters.
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

    /// A bound of another version of relay is counted under the next higher bound of this one.
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

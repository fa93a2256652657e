/// Adds counts up into the series of one family of counters.
///
/// Series are told apart by the bytes of their labels: Swift would take two spellings of `é` for one key.
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
    ///   - number: 0 makes the series known before anything happened, so that its first count is seen as an increase.
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

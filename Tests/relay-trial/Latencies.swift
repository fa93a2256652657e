/// How long things took, in milliseconds.
struct Latencies {
    private(set) var values: [Double] = []

    mutating func add(_ milliseconds: Double) { values.append(milliseconds) }
    mutating func add(_ other: Latencies) { values += other.values }

    /// The value that so many of a hundred do not exceed.
    func percentile(_ percent: Double) -> Double {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return 0 }
        let index = Int((Double(sorted.count) * percent / 100).rounded(.up)) - 1
        return sorted[min(max(index, 0), sorted.count - 1)]
    }

    var line: String {
        func text(_ percent: Double) -> String { Figure.text(percentile(percent)) }
        return "p50 \(text(50)) ms, p99 \(text(99)) ms, p99.9 \(text(99.9)) ms, worst \(text(100)) ms"
    }
}

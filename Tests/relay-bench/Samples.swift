/// Figures of the same thing, measured again and again.
struct Samples {
    private(set) var values: [Double] = []

    mutating func add(_ value: Double) { values.append(value) }

    /// Neighbours on a shared machine only ever slow things down, so the middle is fairer than the mean.
    var median: Double {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return 0 }
        return sorted.count % 2 == 1
            ? sorted[sorted.count / 2] : (sorted[sorted.count / 2 - 1] + sorted[sorted.count / 2]) / 2
    }

    var best: Double { values.min() ?? 0 }
    var worst: Double { values.max() ?? 0 }

    /// How far the values lie apart, in hundredths of the median.
    var deviationPercent: Int {
        median == 0 ? 0 : Int((100 * (worst - best) / median).rounded())
    }
}

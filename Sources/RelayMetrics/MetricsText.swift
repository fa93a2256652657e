/// Writes families of measures as text that monitoring systems read.
///
/// The two formats differ in the name in the comments above a counter or an info, in `# UNIT`, in the escaping of help
/// texts, and in OpenMetrics' last line.
struct MetricsText {
    private(set) var bytes: [UInt8] = []
    private let format: MetricsFormat

    init(_ families: [MetricFamily], in format: MetricsFormat) {
        self.format = format
        for family in families { add(family) }
        if format == .openMetrics { line("# EOF") }
    }

    private mutating func add(_ family: MetricFamily) {
        let name = format == .openMetrics ? family.name : family.seriesName
        line("# HELP \(name) \(escapedHelp(family.help))")
        line("# TYPE \(name) \(typeName(family.kind))")
        if format == .openMetrics, let unit = family.unit { line("# UNIT \(name) \(unit.rawValue)") }
        for sample in family.samples {
            switch sample.value {
            case .integer(let value): series(family.seriesName, sample.labels, "\(value)")
            case .real(let value): series(family.seriesName, sample.labels, Self.number(value))
            case .histogram(let histogram): add(histogram, family.name, sample.labels)
            }
        }
    }

    /// Buckets are cumulative: each counts what the ones before it count, too.
    private mutating func add(_ histogram: MetricHistogram, _ name: String, _ labels: [MetricLabel]) {
        var count: Int64 = 0
        for bucket in histogram.buckets {
            count.add(bucket.count)
            series("\(name)_bucket", labels + [MetricLabel("le", Self.number(bucket.upTo))], "\(count)")
        }
        count.add(histogram.above)
        series("\(name)_bucket", labels + [MetricLabel("le", "+Inf")], "\(count)")
        series("\(name)_sum", labels, Self.number(histogram.sum))
        series("\(name)_count", labels, "\(count)")
    }

    private mutating func series(_ name: String, _ labels: [MetricLabel], _ value: String) {
        let written = labels.map { "\($0.name)=\"\(Self.escaped($0.value))\"" }.joined(separator: ",")
        line("\(name)\(written.isEmpty ? "" : "{\(written)}") \(value)")
    }

    private mutating func line(_ text: String) {
        bytes.append(contentsOf: text.utf8)
        bytes.append(UInt8(ascii: "\n"))
    }

    private func typeName(_ kind: MetricFamily.Kind) -> String {
        switch kind {
        case .counter: "counter"
        case .gauge: "gauge"
        case .histogram: "histogram"
        case .info: format == .openMetrics ? "info" : "gauge"
        }
    }

    /// Prometheus' text escapes no quotes in a help text, OpenMetrics does.
    private func escapedHelp(_ text: String) -> String { Self.escaped(text, quotes: format == .openMetrics) }

    private static func escaped(_ text: String, quotes: Bool = true) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\n"): bytes.append(contentsOf: "\\n".utf8)
            case UInt8(ascii: "\\"): bytes.append(contentsOf: "\\\\".utf8)
            case UInt8(ascii: "\""): bytes.append(contentsOf: (quotes ? "\\\"" : "\"").utf8)
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A number as Go writes and reads it. Whole ones keep their `.0`, which OpenMetrics wants of bounds.
    private static func number(_ value: Double) -> String {
        guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "-Inf" : "+Inf" }
        return "\(value)"
    }
}

/// A page in Prometheus' text format, read as far as a trial needs it.
package struct Metrics {
    private var samples: [(name: String, labels: String, value: Double)] = []

    package init(_ page: String) {
        for line in page.split(separator: "\n") where !line.hasPrefix("#") {
            guard let blank = line.lastIndex(of: " "), let value = Double(line[line.index(after: blank)...]) else {
                continue
            }
            let series = line[..<blank]
            let brace = series.firstIndex(of: "{") ?? series.endIndex
            samples.append((String(series[..<brace]), String(series[brace...]), value))
        }
    }

    /// All samples of a name whose labels hold each of these texts, added up.
    package func sum(_ name: String, _ labels: String...) -> Int {
        Int(
            samples.filter { sample in sample.name == name && labels.allSatisfy { sample.labels.contains($0) } }
                .reduce(0) { $0 + $1.value })
    }
}

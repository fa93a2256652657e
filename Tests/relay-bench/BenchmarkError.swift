/// Why the benchmark cannot go on: above all, a result that is not the known one.
struct BenchmarkError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

import EventPatterns
import Foundation
import JSONText

/// Measures the matcher: JSON text in, matching rules out, one core. Every hit count is checked in every pass.
struct MatcherBenchmark {
    let passes: Int
    let report: Report

    /// Events one after the other, and where each lies.
    struct Events {
        var text: [UInt8] = []
        var ranges: [Range<Int>] = []

        mutating func add(_ append: (inout [UInt8]) -> Void) {
            let start = text.count
            append(&text)
            ranges.append(start..<text.count)
        }

        init() {}

        /// Events of a file, one a line.
        init(lines text: [UInt8]) {
            self.text = text
            var start = 0
            for (index, byte) in text.enumerated() where byte == UInt8(ascii: "\n") {
                if index > start { ranges.append(start..<index) }
                start = index + 1
            }
        }
    }

    /// Lots of the benchmark's own, with counts taken while they were made.
    func runLots(count: Int) throws {
        report.title("Matcher: \(count) synthetic lots, rule sets of one field each (events a second, one core)")
        var generator = LotGenerator()
        var events = Events()
        let sets = LotRules.all
        var expected = sets.map { Array(repeating: 0, count: $0.rules.count) }
        for _ in 0..<count {
            let lot = generator.next()
            events.add { LotGenerator.append(lot, to: &$0) }
            for (set, rules) in sets.enumerated() {
                for (index, rule) in rules.rules.enumerated() where rule.hits(lot) { expected[set][index] += 1 }
            }
        }
        for (set, counts) in zip(sets, expected) {
            try measure(set.name, set.rules.map(\.pattern), events, expected: counts, goal: set.goal)
        }
    }

    /// CloudTrail events of the benchmark's own; what a thousand rules must hit is found by reading events plainly.
    func runCloudTrail(count: Int) throws {
        report.title("Matcher: \(count) synthetic CloudTrail events (events a second, one core)")
        var records = RecordGenerator(seed: 5, account: "111122223333", region: "us-east-1")
        var events = Events()
        for index in 0..<count {
            var record: [UInt8] = []
            if index % 500 == 7 { records.appendBreakGlassUse(to: &record) } else { records.appendRecord(to: &record) }
            let source = try JSONDocument(parsing: record).root["eventSource"]?.string ?? ""
            events.add { text in
                text += #"{"version":"0","id":"0","detail-type":"AWS API Call via CloudTrail","source":"aws."#.utf8
                text += source.prefix { $0 != "." }.utf8
                text +=
                    #"","account":"111122223333","time":"2026-03-01T00:00:00Z","region":"us-east-1","resources":[],"detail":"#
                    .utf8
                text += record
                text.append(UInt8(ascii: "}"))
            }
        }
        for (rules, goal) in [(1, 1_500_000), (10, 1_000_000), (100, 800_000), (1_000, 500_000)] {
            let patterns = CloudTrailRules.patterns(rules)
            let parsed = try patterns.map { try EventPattern(parsing: $0) }
            var expected = Array(repeating: 0, count: rules)
            for range in events.ranges {
                let event = try FlatEvent(parsing: Array(events.text[range]))
                for (index, pattern) in parsed.enumerated() where pattern.matches(event) { expected[index] += 1 }
            }
            try measure("\(rules) rules", patterns, events, expected: expected, goal: goal)
        }
    }

    /// Events and rule sets from files, with the counts that other engines reached.
    func runFiles(events path: String, rules: String, expected: [String: [Int]]) throws {
        report.title("Matcher: \(path) (events a second, one core)")
        let events = Events(lines: [UInt8](try Data(contentsOf: URL(filePath: path))))
        let sets = try JSONDocument(parsing: [UInt8](try Data(contentsOf: URL(filePath: rules)))).root
        for member in sets.members {
            let patterns = member.value.elements.compactMap(\.string)
            try measure(member.name, patterns, events, expected: expected[member.name], goal: nil)
        }
    }

    private func measure(
        _ name: String, _ patterns: [String], _ events: Events, expected: [Int]?, goal: Int?
    ) throws {
        var matcher = PatternMatcher(PatternSet(try patterns.map { try EventPattern(parsing: $0) }))
        var samples = Samples()
        for _ in 0..<passes {
            var hits = Array(repeating: 0, count: patterns.count)
            let text = events.text.span
            let start = CPUTime.now
            for range in events.ranges where try matcher.match(text.extracting(range)) {
                for index in matcher.matched { hits[index] += 1 }
            }
            let seconds = CPUTime.now - start
            if let expected, hits != expected {
                throw BenchmarkError("\(name): hit \(hits) times, expected \(expected)")
            }
            samples.add(Double(events.ranges.count) / seconds)
        }
        report.rate(name, samples, goal: goal, isChecked: expected != nil)
    }
}

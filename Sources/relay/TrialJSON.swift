internal import EventPatterns
internal import FoundationEssentials

/// The answer of `relay test-pattern` for programs: one JSON object on one line, which begins as AWS's answer does.
///
/// Matches are written as they are found, so that their number does not matter. Its form is promised in the command's
/// help.
struct TrialJSON: TrialReport {
    let console: Console
    private var misses: NearMisses<EventLabel>
    private var matched = 0

    /// - Parameter missesLimit: how many kinds of misses are told.
    init(missesLimit: Int, console: Console) {
        self.console = console
        misses = NearMisses(limit: missesLimit)
    }

    mutating func add(_ trial: Trial, number: Int) throws {
        if trial.matches {
            // The verdict comes first, and one match decides it.
            try write(matched == 0 ? "{\"Result\": true, \"matches\": [" : ", ")
            matched += 1
            let explanation = try trial.explanation.map { [try Self.member("explanation", of: $0)] } ?? []
            try write(trial.label.json(adding: explanation))
        } else if let explanation = trial.explanation {
            misses.add(explanation, of: trial.label)
        }
    }

    mutating func finish(_ tally: TrialTally) throws {
        if matched == 0 { try write("{\"Result\": false, \"matches\": [") }
        let listed = try misses.nearest.map { miss in
            miss.label.json(adding: ["\"count\": \(miss.count)", try Self.member("explanation", of: miss.explanation)])
        }
        try write("], \"misses\": [\(listed.joined(separator: ", "))]")
        let counts = [
            ("events", tally.events), ("matched", tally.matched), ("malformed", tally.malformed),
            ("skippedFiles", tally.skippedFiles), ("failedFiles", tally.failedFiles),
        ]
        for (name, count) in counts { try write(", \"\(name)\": \(count)") }
        try console.line("}")
    }

    private func write(_ text: String) throws { try console.write(text.utf8) }

    private static func member(_ name: String, of explanation: Explanation) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return "\"\(name)\": " + String(decoding: try encoder.encode(explanation), as: UTF8.self)
    }
}

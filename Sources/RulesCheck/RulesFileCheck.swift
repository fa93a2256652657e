public import ConfigDocument
public import Diagnostics
public import Rules

/// Every check of a rules file that needs no events: the loader's errors, the lints, and the messages that its
/// templates make.
public struct RulesFileCheck: Sendable {
    /// In the order of the text.
    public let problems: [Problem]
    /// The file, if it can be used.
    public let file: RulesFile?

    /// The kinds of warnings, one line each, for `relay check --help`.
    public static var warnings: [String] {
        Lints.all.map(\.summary) + [
            "A connection or API destination that nothing uses, an account without a name",
            "A message that Slack would refuse or change, a variable that is always empty",
            "What EventBridge would not run: too many targets or rules, a header that it removes",
            "A server that others reach without TLS, drills among alerts, a target that nothing hands over to",
        ]
    }

    /// Loads the file and runs every lint on the parts that could be loaded.
    public init(_ source: SourceText) {
        let (parts, loading) = RulesFile.loadPartially(source)
        var problems = loading
        // The parts that could be loaded are checked even when others have errors.
        if let parts {
            problems += Lints.problems(in: parts) + TemplateLints.problems(in: parts) + RenderLint.problems(in: parts)
            problems += HeartbeatLint.problems(in: parts)
            // A reference to a definition may be in a part that could not be loaded.
            if !loading.contains(where: { $0.severity == .error }) { problems += UnusedDefinitions.problems(in: parts) }
        }
        problems.sort(by: Problem.precedes)
        self.problems = problems
        file = problems.contains { $0.severity == .error } ? nil : parts
    }

    /// How many problems of a severity were found.
    public func count(of severity: Problem.Severity) -> Int {
        problems.count { $0.severity == severity }
    }

    /// What was found, in words: `2 errors, 1 warning`, or what the file holds.
    public var summary: String {
        let found = Problem.Severity.allCases.compactMap { severity -> String? in
            let count = count(of: severity)
            return count == 0 ? nil : Self.counted(count, severity.rawValue)
        }
        guard let file else { return found.joined(separator: ", ") }
        let content = [
            Self.counted(file.rules.count, "rule"),
            Self.counted(file.rules.reduce(0) { $0 + $1.targets.count }, "target"),
            Self.counted(file.tests.count, "test"),
        ].joined(separator: ", ")
        return found.isEmpty ? "\(content); nothing wrong" : "\(content); \(found.joined(separator: ", "))"
    }

    private static func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}

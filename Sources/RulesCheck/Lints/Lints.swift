import ConfigDocument
import Diagnostics
import EventPatterns
import Rules

/// What can be said about a rules file that loads: what in it will silently never happen.
enum Lints {
    /// In the order in which they are run; each has a file of its own.
    static let all: [RuleLint] = [
        .fieldNames, .values, .roleARNs, .detailTypes, .readOnlyEvents, .eventSources, .emptyRequests, .alternatives,
    ]

    static func problems(in file: RulesFile) -> [Problem] {
        var problems: [Problem] = []
        for rule in file.rules where rule.state != .disabled {
            let subject = LintSubject(state: rule.state, outline: PatternOutline(rule.patternText))
            var seen: Set<Finding> = []
            for finding in all.flatMap({ $0.findings(subject) }) where seen.insert(finding).inserted {
                problems.append(problem(finding, rule, in: file.source))
            }
        }
        return problems
    }

    private static func problem(_ finding: Finding, _ rule: Rule, in source: SourceText) -> Problem {
        let range: Range<Int>
        switch finding.place {
        case .pattern(let place): range = rule.mappedPattern.place(of: place)
        case .state: range = rule.stateRange ?? rule.nameRange
        }
        return Problem(finding.code, finding.message, help: finding.help, in: source, at: range)
    }
}

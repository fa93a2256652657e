import ConfigDocument
import Diagnostics
import EventPatterns
import JSONText
import Rules
import TextFormats

/// Runs the lints over the patterns of a rules file: finds valid rules that silently never match.
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

/// What a lint found in a rule.
struct Finding: Hashable, Sendable {
    /// Where in the rule it is.
    enum Place: Hashable, Sendable {
        /// Bytes of the pattern.
        case pattern(Range<Int>)
        /// The rule's state, or its name when it has none.
        case state
    }

    let code: Problem.Code
    /// What is wrong and what follows from it, as a sentence without a full stop.
    let message: String
    /// What to write instead.
    let help: String
    let place: Place
}

/// One kind of mistake in patterns: the pattern is valid, and silently never matches.
struct RuleLint: Sendable {
    /// What the lint is about, for the table of lints in the documentation.
    let summary: String
    let findings: @Sendable (LintSubject) -> [Finding]
}

/// A rule as lints see it.
struct LintSubject {
    let state: RuleState
    let outline: PatternOutline
}

extension PatternOutline.Field {
    /// Whether one of the field's tests accepts a text, by EventBridge's own rules.
    func accepts(_ text: String) -> Bool {
        let list = tests.map(\.value.compact).joined(separator: ",")
        guard let pattern = try? EventPattern(parsing: "{\"field\":[\(list)]}") else { return false }
        let value = Array(text.utf8)
        return pattern.alternatives.contains { alternative in
            alternative.fields.contains { $0.tests.contains { $0.accepts(.string, value.span) } }
        }
    }
}

/// Finds a heartbeat whose rule no drill can trigger, so that every one of its drills would fail.
enum HeartbeatLint {
    static func problems(in file: RulesFile) -> [Problem] {
        guard let heartbeat = file.drill.heartbeat, let rule = file.rule(heartbeat.rule) else { return [] }
        do throws(DrillEventError) {
            _ = try DrillEvent(for: rule, eventID: "relay-check", time: Timestamp(milliseconds: 0))
            return []
        } catch {
            return [Problem(.neverMatches, "every drill fails: \(error)", in: file.source, at: heartbeat.ruleRange)]
        }
    }
}

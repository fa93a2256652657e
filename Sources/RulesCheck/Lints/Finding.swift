import ConfigDocument
import EventPatterns
import Rules

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
    /// What will not happen, or will happen unseen.
    let message: String
    /// What to write instead.
    let help: String
    let place: Place
}

/// One trap that patterns fall into: they are accepted, and silently never fire.
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

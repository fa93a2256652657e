public import EventPatterns
public import Rules
import TextFormats

/// A rules file compiled for matching; replaced as a whole when the file changes.
public struct LiveRules: Sendable {
    public let file: RulesFile
    /// The rules that are on, in the order of the file, as ``patterns`` numbers them.
    public let rules: [Rule]
    public let patterns: PatternSet

    /// - Parameter name: of the one rule to go by; nil for all of them.
    public init(_ file: RulesFile, only name: String? = nil) {
        self.file = file
        rules = file.rules.filter { rule in rule.state.isEnabled && name.map { rule.name.hasBytes(of: $0) } ?? true }
        patterns = PatternSet(rules.map(\.pattern))
    }
}

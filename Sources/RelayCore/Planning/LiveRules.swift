public import EventPatterns

/// A rules file compiled for matching; replaced as a whole when the file changes.
public struct LiveRules: Sendable {
    public let file: RulesFile
    /// The rules that are on, in the order of the file, as ``patterns`` numbers them.
    public let rules: [Rule]
    public let patterns: PatternSet

    public init(_ file: RulesFile) {
        self.file = file
        rules = file.rules.filter(\.state.isEnabled)
        patterns = PatternSet(rules.map(\.pattern))
    }
}

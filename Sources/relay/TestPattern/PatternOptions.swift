internal import Archive
internal import ArgumentParser
internal import Diagnostics
internal import EventPatterns
internal import Rules

/// The pattern to test: `--pattern PATTERN`, or `--rule NAME --config FILE`.
struct PatternOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The pattern: a file, - for standard input, or JSON, which begins with {.", valueName: "file|json"),
        completion: .file(extensions: ["json"]))
    var pattern: String?

    @Option(help: ArgumentHelp("The rule of the rules file whose pattern to test.", valueName: "name"))
    var rule: String?

    @OptionGroup var config: ConfigOption

    /// The file that the pattern comes from; nil when it stands in the arguments.
    var file: String? {
        guard let pattern else { return config.path }
        return EventInput.isJSON(pattern) ? nil : pattern
    }

    /// Reads and compiles the pattern. Warnings about it are printed on standard error.
    func load(on console: Console) throws -> EventPattern {
        let pattern = try compiled(on: console)
        for warning in pattern.warnings { console.note("\(console.talkStyle(.yellow, "warning:")) \(warning)") }
        return pattern
    }

    private func compiled(on console: Console) throws -> EventPattern {
        // Not in `validate`: that would come before the mistake in a misspelt option.
        if pattern == nil, rule == nil { throw UsageError("name the pattern: --pattern, or --rule and --config") }
        if pattern != nil, rule != nil { throw UsageError("give --pattern or --rule, not both") }
        if let pattern {
            // A pattern without its outer braces looks like the name of a file.
            if !EventInput.isJSON(pattern), pattern.contains("\""), !InputFile.isRegular(pattern) {
                throw UsageError("--pattern is neither a file nor JSON: a pattern written as JSON begins with {")
            }
            return try EventPattern(
                parsing: try InputFile.text(
                    ofArgument: pattern, option: "--pattern", isText: EventInput.isJSON(pattern)))
        }
        return try config.rule(rule ?? "", of: try config.loadRules(on: console)).pattern
    }
}

internal import Archive
internal import ArgumentParser
internal import Diagnostics
internal import EventPatterns
import Rules

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

    /// Reads and compiles the pattern. What is valid but probably not meant is said on standard error.
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
            guard !EventInput.isJSON(pattern) else {
                return try EventPattern(parsing: SourceText(name: "--pattern", text: pattern))
            }
            let name = pattern == InputFile.standardInput ? "standard input" : pattern.printable
            // A pattern without its outer braces would be taken for the name of a file.
            if pattern.contains("\""), !InputFile.isRegular(pattern) {
                throw PatternOptionsError.neitherFileNorJSON
            }
            return try EventPattern(parsing: SourceText(name: name, bytes: try InputFile.bytes(at: pattern)))
        }
        let file = try config.loadRules(on: console)
        let name = rule ?? ""
        guard let found = file.rule(name) else {
            throw PatternOptionsError.unknownRule(name, in: config.path, known: file.rules.map(\.name))
        }
        return found.pattern
    }
}

/// Options that name no pattern.
enum PatternOptionsError: Error, Hashable, CustomStringConvertible {
    case neitherFileNorJSON
    case unknownRule(String, in: String, known: [String])

    var description: String {
        switch self {
        case .neitherFileNorJSON:
            return "--pattern is neither a file nor JSON: a pattern written as JSON begins with {"
        case .unknownRule(let name, let path, let known):
            let sentence = "\(path.printable): there is no rule '\(name.printable)'"
            if let near = Spelling.nearest(to: name, among: known) { return "\(sentence); did you mean '\(near)'?" }
            let list = known.map { "'\($0)'" }.joined(separator: ", ")
            return known.isEmpty ? "\(sentence), nor any other" : "\(sentence); there is \(list)"
        }
    }
}

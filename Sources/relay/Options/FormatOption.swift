internal import ArgumentParser

/// How a command writes what it found.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument, Sendable {
    /// For people; may change between versions.
    case text
    /// For programs; stable, described in the command's help.
    case json
}

/// `--format text|json`.
struct FormatOption: ParsableArguments {
    @Option(help: "How to write what was found: text is for people, json is stable.")
    var format: OutputFormat = .text
}

internal import ArgumentParser

/// `relay test-pattern`.
struct TestPatternCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "test-pattern",
        abstract: "Say which events match a pattern, and why the others do not.",
        discussion: """
            EXAMPLE:
              relay test-pattern --pattern '{"source": ["aws.sts"]}' --explain event.json

            EXIT STATUS:
              0  at least one event matches
              1  none does
              2  could not tell
            """)

    @OptionGroup var output: FormatOption

    func run(on console: Console) async throws -> ExitStatus {
        .unknown
    }
}

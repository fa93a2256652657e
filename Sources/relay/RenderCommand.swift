internal import Archive
internal import ArgumentParser

/// `relay render`.
struct RenderCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "render",
        abstract: "Show the message that an event sends.",
        discussion: """
            Writes the body byte for byte as it is sent, or with --preview a sketch of how Slack shows it. Of several \
            events those that the rule matches are rendered, a line end between two bodies. What Slack would refuse \
            in a body is said on standard error. For a template by itself the rule's name is 'rule'.

            EXAMPLE:
              relay render --rule break-glass-used --config relay.yaml --preview event.json
              relay render --input-paths '{"id":"$.id"}' --input-template '"<id>"' e.json

            JSON: for each event a line, {"id", "time", "account", "region", "name", "source", "number", "rule", \
            "target", "body" or "error", "findings": [{"severity": "refused"|"changed"|"advice", "pointer", \
            "message"}]}; what the event or the template does not have is left out.

            EXIT STATUS:
              0  every event that matches is rendered
              1  no event matches, or one cannot be rendered
              2  could not tell
            """)

    @OptionGroup var options: RenderOptions
    @OptionGroup var events: EventArguments
    @OptionGroup var output: FormatOption

    @Flag(help: "Draw the message as Slack shows it.")
    var preview = false

    func run(on console: Console) async throws -> ExitStatus {
        if preview, output.format == .json { throw UsageError("give --preview or --format json, not both") }
        if events.standardInputCount + options.standardInputCount > 1 {
            throw UsageError("standard input can be read only once")
        }
        let form: RenderReport.Form = output.format == .json ? .json : preview ? .previews : .bodies
        var report = RenderReport(try options.load(on: console), as: form, on: console)
        let arguments = try events.inputs()
        var faults = InputFaultText(arguments: arguments)
        var skippedFiles = 0
        var isIncomplete = false
        try EventInput(arguments).read { item in
            switch item {
            case .event(let event): try report.add(event)
            case .malformed(let record):
                isIncomplete = true
                console.note("relay: \(faults.text(for: record))")
            case .failed(let file):
                isIncomplete = true
                console.note("relay: \(faults.text(for: file))")
            case .skipped: skippedFiles += 1
            }
        }
        // What went wrong has been said; silence would be no answer.
        if report.tally.events == 0, !isIncomplete {
            throw NoEventsError.noneFound(in: arguments, skippedFiles: skippedFiles)
        }
        try report.finish()
        if isIncomplete { return .unknown }
        return report.tally.rendered > 0 && report.tally.refused == 0 ? .yes : .no
    }
}

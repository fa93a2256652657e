internal import Alerts
internal import Archive
internal import CloudTrail
internal import Rules

/// One run of `relay replay`: takes what the archive gives, in its order, and writes it out.
struct ReplayRun {
    private var summary: ReplaySummary
    private var alerts: AlertComparison?
    private var messages = 0
    private var isInterrupted = false
    private let matches: OutputFile?
    private var recorder: UseRecorder?
    private var delivery: ArchiveDelivery?
    private var progress: ReplayProgress
    private let rules: ReplayRules
    private let rendersMessages: Bool
    private let format: OutputFormat
    private let console: Console

    init(
        rules: ReplayRules, matches: OutputFile?, rendersMessages: Bool, recorder: UseRecorder?,
        delivery: ArchiveDelivery?, format: OutputFormat, console: Console
    ) {
        self.rules = rules
        self.rendersMessages = rendersMessages
        self.recorder = recorder
        self.delivery = delivery
        self.format = format
        self.console = console
        self.matches = matches
        alerts = rules.other.map { AlertComparison(current: rules.current, other: $0) }
        summary = ReplaySummary(rules: rules.current.rules.count)
        progress = ReplayProgress(console)
    }

    /// Reads all that was named.
    mutating func read(_ options: ReplayOptions, jobs: Int, isStrict: Bool) async throws {
        var replay = Replay(patterns: rules.patterns)
        replay.selection = options.selection
        replay.jobs = jobs
        // What is neither written, rendered, recorded, delivered nor compared is only counted.
        replay.keepsEvents =
            matches != nil || rendersMessages || recorder != nil || delivery != nil || rules.other != nil
        replay.isStrict = isStrict
        if rendersMessages, format == .json { try console.write("{\"messages\":[".utf8) }
        let interruption = Interruption()
        let flag = interruption.flag
        let locations = options.locations
        progress.begin(locations, selection: replay.selection)
        try await replay.run(locations, isInterrupted: { flag.isSet }, take: { batch in try await take(batch) })
        try await recorder?.finish()
        let progress = progress
        try await delivery?.finish(
            isInterrupted: { flag.isSet }, progress: { progress.show(deliveriesLeft: $0) })
        isInterrupted = flag.isSet
    }

    private mutating func take(_ batch: ReplayBatch) async throws {
        summary.addFiles(of: batch)
        for match in batch.matches {
            let (event, other) = rules.split(match.event)
            if let other { alerts?.add(event, other, of: match) }
            // The rest concerns the rules file alone.
            guard !event.rules.isEmpty else { continue }
            try matches?.line(event.line)
            try await recorder?.add(event)
            try await delivery?.add(event)
            if rendersMessages { try render(event, of: match) }
            summary.add(event)
        }
        progress.show(summary)
    }

    /// Writes the message of each target of each rule that matches.
    private mutating func render(_ event: MatchedEvent, of match: ReplayMatch) throws {
        for rule in event.rules.map({ rules.current.rules[$0] }) {
            for target in rule.targets {
                let message = RenderedMessage(rule: rule, target: target, of: rules.current.file, for: match)
                switch format {
                case .text: try console.write(message.text(in: console.style))
                case .json: try console.write("\(messages > 0 ? "," : "")\n\(message.json)".utf8)
                }
                messages += 1
            }
        }
    }

    /// Writes the summary, and says how it ended.
    mutating func finish() throws -> ExitStatus {
        progress.end()
        try matches?.close()
        let report = ReplayReport(
            summary: summary, rules: rules.current.rules.map(\.name), alerts: alerts, recorded: recorder?.tally,
            delivery: delivery.map { ($0.apiDestination, $0.tally) }, isInterrupted: isInterrupted)
        switch format {
        case .text: for line in report.text(in: console.style, columns: console.columns) { try console.line(line) }
        case .json: try console.line(rendersMessages ? "],\n\(report.json.dropFirst())" : report.json)
        }
        for file in summary.failed { console.note("relay: \(file.path.printable): \(file.sentence.printable)") }
        for record in summary.malformed { console.note("relay: \(record.description.printable)") }
        return report.status
    }
}

internal import Archive
internal import EventPatterns
internal import JSONText
internal import Rules

/// One run of `relay replay`: takes what the archive gives, in its order, and writes it out.
struct ReplayRun {
    private var summary: ReplaySummary
    private var alerts: AlertComparison?
    private var messages = 0
    private var isInterrupted = false
    private let matches: OutputStream?
    private var recorder: UseRecorder?
    private var delivery: ArchiveDelivery?
    private var progress: ReplayProgress
    private let rules: RulesFile
    private let active: [Rule]
    private let other: [Rule]
    private let rendersMessages: Bool
    private let format: OutputFormat
    private let console: Console

    init(
        rules: RulesFile, other: RulesFile?, matches: OutputStream?, rendersMessages: Bool, recorder: UseRecorder?,
        delivery: ArchiveDelivery?, format: OutputFormat, console: Console
    ) {
        self.rules = rules
        active = rules.rules.filter(\.state.isEnabled)
        self.other = other?.rules.filter(\.state.isEnabled) ?? []
        self.rendersMessages = rendersMessages
        self.recorder = recorder
        self.delivery = delivery
        self.format = format
        self.console = console
        self.matches = matches
        alerts = other.map { _ in AlertComparison() }
        summary = ReplaySummary(rules: active.count)
        progress = ReplayProgress(console)
    }

    /// Reads all that was named.
    mutating func read(_ options: ReplayOptions, jobs: Int, isStrict: Bool) async throws {
        var replay = Replay(patterns: PatternSet((active + other).map(\.pattern)))
        replay.selection = options.selection
        replay.jobs = jobs
        replay.isStrict = isStrict
        if rendersMessages, format == .json { try console.write("{\"messages\":[".utf8) }
        let interruption = Interruption()
        let flag = interruption.flag
        let isInterrupted: @Sendable () -> Bool = { flag.isSet }
        progress.begin(ArchiveWalk(paths: options.paths, selection: replay.selection))
        // Standard input has no folders to walk; what stands before and after it keeps its place.
        for group in options.paths.splitAroundStandardInput where !flag.isSet {
            switch group {
            case .paths(let paths):
                let walk = ArchiveWalk(paths: paths, selection: replay.selection)
                try await replay.run(walk, isInterrupted: isInterrupted) { part in try await take(part) }
            case .standardInput:
                try await replay.run(descriptor: 0, name: "standard input", isInterrupted: isInterrupted) { part in
                    try await take(part)
                }
            }
        }
        try await recorder?.finish()
        let progress = progress
        try await delivery?.finish(isInterrupted: isInterrupted) { progress.show(deliveriesLeft: $0) }
        self.isInterrupted = flag.isSet
    }

    private mutating func take(_ part: ReplayPart) async throws {
        var own = part
        // The other file's rules come after this one's; only this one's count in the summary.
        own.matches = []
        for match in part.matches {
            let rules = match.rules.filter { $0 < active.count }
            let names = (
                new: rules.map { active[$0].name },
                old: match.rules.filter { $0 >= active.count }.map { other[$0 - active.count].name }
            )
            alerts?.add(match, new: names.new, old: names.old)
            guard !rules.isEmpty else { continue }
            try matches?.line(match.event)
            try await recorder?.add(match)
            try await delivery?.add(match)
            if rendersMessages { try render(match, rules) }
            own.matches.append(match.with(rules: rules))
        }
        summary.add(own)
        progress.show(summary)
    }

    /// Writes the message of each target of each rule that matches.
    private mutating func render(_ match: ReplayMatch, _ matching: [Int]) throws {
        let event = try JSONDocument(parsing: match.event)
        for rule in matching.map({ active[$0] }) {
            for target in rule.targets {
                let message = RenderedMessage(rule: rule, target: target, of: rules, for: event, match: match)
                switch format {
                case .text: try console.line(message.text(in: console.style))
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
            summary: summary, rules: active.map(\.name), alerts: alerts, recorded: recorder?.tally,
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

extension ReplayMatch {
    fileprivate func with(rules: [Int]) -> ReplayMatch {
        ReplayMatch(event: event, rules: rules, use: use, path: path, index: index)
    }
}

/// What a command line names: paths, and standard input between them.
private enum InputGroup {
    case paths([String])
    case standardInput
}

extension [String] {
    fileprivate var splitAroundStandardInput: [InputGroup] {
        var groups: [InputGroup] = []
        var paths: [String] = []
        for path in self {
            guard path == InputFile.standardInput else {
                paths.append(path)
                continue
            }
            if !paths.isEmpty { groups.append(.paths(paths)) }
            paths = []
            groups.append(.standardInput)
        }
        if !paths.isEmpty { groups.append(.paths(paths)) }
        return groups
    }
}

internal import Alerts
internal import Archive
internal import ArgumentParser
internal import EventPatterns
internal import Glibc
internal import Rules
internal import SQLiteStore

/// `relay replay`.
struct ReplayCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract:
            "Run the rules over an archive of CloudTrail logs: who used which role, and what would have been sent.",
        discussion: """
            Nothing is sent unless --deliver says so. Files whose key says that they lie outside --from, --to, \
            --account and --region are not opened. A damaged file is used as far as it can be read; a malformed record \
            costs that record alone; either is reported and makes the exit status 2. A record over 1 MiB that rules \
            would have to look into counts as malformed; CloudTrail writes none over 256 KiB. Records that no rule \
            could match are checked for balanced brackets only, unless --strict is given. Output is the same whatever \
            --jobs is.

            With --record the role uses are put into the ledger that 'relay history' tells from, beside a running \
            'relay serve' if there is one: those that are there already are not added again, today's included, and one \
            that serve hears of later is still alerted then.

            With --deliver the matches go through the outbox to the one API destination that --destination names, \
            marked as late. What was alerted before is not sent again. A running 'relay serve' does the sending; \
            without one the replay does, and what cannot be sent now is left in the outbox.

            EXAMPLE:
              relay replay --config relay.yaml --from 2026-01-01 --to 2026-01-31 AWSLogs/
              relay replay --against deployed.yaml AWSLogs/
              zcat *.json.gz | relay replay --matches used.ndjson -
              relay replay --deliver --destination slack-late AWSLogs/

            JSON: {"messages": […] with --render, "interrupted", "files": {"total", "read", "skipped", "failed", \
            "pruned"}, "records": {"read", "matched", "unmatched", "malformed"}, "bytes": {"compressed", "content"}, \
            "rules": [{"name", "matches"}], "role_uses": {"total", "allowed", "denied", "duplicates", "by_role", \
            "by_person", "by_day"}, "recorded": {"added", "known"} with --record, "delivery": {"api_destination", \
            "queued", "duplicates", "sent_by": "replay"|"serve", and of those that the replay sent the number in each \
            state} with --deliver, "skipped_files", "failed_files", "malformed_records", "against": {"kept", "added", \
            "dropped", "alerts"} with --against}. Lists of files and records end after 1,000; the numbers do not.

            EXIT STATUS:
              0  something matched; with --against: both files give the same alerts
              1  nothing matched; with --against: alerts were added or dropped; with --deliver: not all arrived
              2  could not tell: a file failed, a record was malformed, or the replay was interrupted
            """)

    @OptionGroup var selected: ReplayOptions
    @OptionGroup var config: ConfigOption
    @OptionGroup var output: FormatOption

    @Option(help: ArgumentHelp("How many files to read at a time.", valueName: "number"))
    var jobs = Self.processors

    @Option(
        help: ArgumentHelp("Write the matching events here, in their envelope, one a line.", valueName: "file"),
        completion: .file())
    var matches: String?

    @Flag(help: "Render the message of each match for each of its rule's targets.")
    var render = false

    @Option(
        help: ArgumentHelp(
            "Another rules file: say which alerts --config adds to its alerts, and which it drops.", valueName: "file"),
        completion: .file(extensions: ["yaml", "yml", "json"]))
    var against: String?

    @Flag(help: "Put the role uses on record, in the store that the rules file names.")
    var record = false

    @Flag(help: "Send what matches, and was not alerted before, to --destination.")
    var deliver = false

    @Option(
        help: ArgumentHelp(
            "With --deliver: the API destination that everything goes to, whatever the rules say.", valueName: "name"))
    var destination: String?

    @Option(
        help: ArgumentHelp(
            "With --record and --deliver: this store, instead of the one that the rules file names.",
            valueName: "file"),
        completion: .file())
    var store: String?

    @Flag(help: "Check every record for being JSON to the letter, also those that no rule looks into.")
    var strict = false

    /// More jobs than this only wait for each other.
    private static let jobsLimit = 256
    private static var processors: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

    func validate() throws {
        guard (1...Self.jobsLimit).contains(jobs) else {
            throw ValidationError("'--jobs \(jobs)': expected a number from 1 to \(Self.jobsLimit).")
        }
        if matches == "-" {
            throw ValidationError("'--matches -': standard output is taken; name a file, or /dev/stderr.")
        }
    }

    func run(on console: Console) async throws -> ExitStatus {
        if store != nil, !record, !deliver {
            throw UsageError("--store is where --record and --deliver put what they find; add one of them")
        }
        if deliver != (destination != nil) {
            throw UsageError(
                deliver
                    ? "--deliver sends to one API destination: name it by --destination"
                    : "nothing is sent to --destination unless --deliver is given")
        }
        let rules = try config.loadRules(on: console)
        var otherOption = config
        otherOption.path = against ?? ""
        let other = against == nil ? nil : try otherOption.loadRules(on: console)
        var run = ReplayRun(
            rules: rules, other: other, matches: try matches.map { try OutputStream(path: $0) },
            rendersMessages: render, recorder: record ? try recorder(for: rules) : nil,
            delivery: try destination.map { try delivery(of: rules, to: $0) }, format: output.format,
            console: console)
        try await run.read(selected, jobs: jobs, isStrict: strict)
        return try run.finish()
    }

    private func recorder(for rules: RulesFile) throws -> UseRecorder {
        UseRecorder(
            rules: LiveRules(rules), store: try SQLiteAlertStore(storePath(rules), for: .record),
            receivedAt: SystemClock().now)
    }

    private func delivery(of rules: RulesFile, to name: String) throws -> ArchiveDelivery {
        guard rules.apiDestination(name) != nil else {
            throw DestinationError(name: name, known: rules.apiDestinations.map(\.name))
        }
        return try ArchiveDelivery(
            rules: LiveRules(rules), apiDestination: name, storePath: storePath(rules),
            secrets: ProcessSecrets(config: config))
    }

    private func storePath(_ rules: RulesFile) -> String { store ?? config.resolved(rules.store.path) }
}

import Alerts
internal import ArgumentParser
internal import Foundation
import Outbox
internal import Rules
internal import RulesCheck

/// `relay drill`.
struct DrillCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "drill",
        abstract: "Hold a fire drill: a made-up role use goes the whole way through a running relay.",
        discussion: """
            An event that never happened, and that the rule matches, is sent to 'relay serve' over HTTP, stored, and \
            delivered to the rule's own destinations. The message says DRILL, and no usage counts it. Each hop is \
            timed by the server's clock, from the event's arrival on; the rules file says how long all may take \
            (drill: announced_within_seconds).

            relay listens where the rules file says, and is shown the first of its authorizations. Another rule that \
            matches the event is drilled with it.

            EXAMPLE:
              relay drill --rule break-glass-used
              relay drill --rule root-used --event e.json --url https://relay.example.com

            JSON: {"drill", "rule", "url", "event_id", "status": "accepted"|"no_rule"|"invalid"|"duplicate", "met": true|false, "settled": true|false, "answered_after_ms", \
            "announced_after_ms", "announced_within_ms", "received_at", "accepted_at", "accepted_after_ms", "hops": \
            [{"delivery", "api_destination", "state", "first_sent_at", "sent_after_ms", "settled_at", \
            "settled_after_ms", "reason"}]}; what has not happened is left out, and answered_after_ms is by the \
            clock of the machine that runs the drill.

            EXIT STATUS:
              0  everything arrived in time
              1  something did not
              2  could not tell: relay is not there, or not to be asked; no event can be made up
            """)

    @Option(help: ArgumentHelp("The rule to drill.", valueName: "name"))
    var rule: String

    @OptionGroup var config: ConfigOption
    @OptionGroup var output: FormatOption

    @Option(help: ArgumentHelp("Where relay listens, if not where the rules file says.", valueName: "address"))
    var url: String?

    @Option(
        help: ArgumentHelp(
            "How long to wait for the end; if not given, a little longer than all may take.", valueName: "seconds"))
    var timeout: Int?

    @Option(
        help: ArgumentHelp(
            "Instead of an event made up, this one, with an id and a time of its own.", valueName: "file"),
        completion: .file(extensions: ["json"]))
    var event: String?

    static let timeoutRange = 1...86_400
    /// What is waited beyond the time that all may take, to see how late it is.
    static let patience: Duration = .seconds(10)

    func validate() throws {
        if let timeout, !Self.timeoutRange.contains(timeout) {
            throw ValidationError(
                "'--timeout \(timeout)': expected a number of seconds from 1 to \(Self.timeoutRange.upperBound).")
        }
    }

    func run(on console: Console) async throws -> ExitStatus {
        let file = try config.loadRules(on: console)
        guard let found = file.rule(rule) else {
            throw PatternOptionsError.unknownRule(rule, in: config.path, known: file.rules.map(\.name))
        }
        let id = UUID().uuidString.lowercased()
        let event = try drillEvent(for: found, id: id)
        let address = try RelayAddress(url, server: file.server, config: config)
        let client = try RelayClient(address, server: file.server, secrets: ProcessSecrets(config: config))
        let report: DrillReport
        do {
            report = try await hold(event, id: id, target: file.drill.announcedWithin, client)
        } catch {
            await client.shutDown()
            throw error
        }
        await client.shutDown()
        switch output.format {
        case .text: for line in report.lines(in: console.style) { try console.line(line) }
        case .json: try console.line(report.json.text)
        }
        return report.status
    }

    private func drillEvent(for rule: Rule, id: String) throws -> DrillEvent {
        let now = SystemClock().now
        guard let event else {
            do throws(DrillEventError) {
                return try DrillEvent(for: rule, eventID: id, time: now)
            } catch {
                throw UsageError("\(error)\(error.asksForAnEvent ? "; give one by --event" : "")")
            }
        }
        let reader = EventReader(try InputFile.bytes(at: event))
        if let fault = reader.faults.first { throw TestEventError(path: event, fault: fault) }
        guard let first = reader.events.first, reader.events.count == 1 else {
            throw TestEventError(path: event, fault: "a drill takes one event, and there are \(reader.events.count)")
        }
        return try DrillEvent(adapting: first, for: rule, eventID: id, time: now)
    }

    private func hold(
        _ event: DrillEvent, id: String, target: Duration, _ client: RelayClient
    ) async throws -> DrillReport {
        let limit = timeout.map { Duration.seconds($0) } ?? target + Self.patience
        let clock = ContinuousClock()
        let start = clock.now
        let fate = try await client.post(event.text, drill: id)
        var report = DrillReport(
            id: id, rule: rule, url: client.address.url, eventID: event.eventID, answeredAfter: clock.now - start,
            announcedWithin: target, fate: fate)
        guard fate == .accepted else { return report }
        while true {
            report.record = try await client.drill(id)
            report.waited = clock.now - start
            guard report.record?.isSettled != true, report.waited < limit else { return report }
            try await Task.sleep(for: RelayClient.pollInterval)
        }
    }
}

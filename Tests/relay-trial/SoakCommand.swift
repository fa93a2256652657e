import ArgumentParser
import Foundation
import Outbox
import SQLiteStore
import SeededGenerators
import ServeTrial
import StandInSlack

/// Kills a real relay again and again, and counts what Slack got.
struct SoakCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "soak",
        abstract: "Kill a real 'relay serve' under load, again and again, and check that no alert was lost.",
        discussion: """
            Events are sent over several connections; what gets no answer is sent again, as EventBridge does. At a \
            random moment relay is killed with SIGKILL and started anew on the same store. In the end every event that \
            was answered as accepted must have arrived; none twice, but for those on their way at a kill, which are \
            counted; and the books must balance.

            EXIT STATUS:
              0  all of that holds
              1  it does not
            """)

    @Option(help: "The relay program.")
    var relay: String
    @Option(help: "How often to kill it.")
    var kills = 200
    @Option(help: "Where the random moments start from.")
    var seed: UInt64 = 1
    @Option(help: "Connections that send.")
    var connections = 8

    /// How long after a start the kill comes.
    static let lifeMilliseconds = 5...400
    /// How long the outbox may take to empty in the end.
    static let settleSecondsLimit = 120.0

    func run() async throws {
        let slack = StandInSlack()
        try await slack.start()
        let rules = TrialRules(port: try FreePort.find(), slackPort: slack.port)
        let folder = try TrialFolder(rules: rules)
        folder.isKept = true
        let client = SoakClient(run: "soak")
        let start = Date()
        var random = SeededRandom(seed: seed)
        for _ in 0..<kills {
            let serve = try ServeProcess(relay: relay, folder: folder.path, port: rules.port)
            let group = client.start(port: rules.port, connections: connections)
            usleep(UInt32(Int.random(in: Self.lifeMilliseconds, using: &random)) * 1_000)
            serve.kill()
            client.stop()
            group.wait()
        }
        let atKills = client.answers
        try settle(client, rules, folder, slack)
        let verdict = try await verdict(client, folder, slack)
        await slack.stop()
        let seconds = Figure.text(Date().timeIntervalSince(start))
        print("\(kills) kills in \(seconds) s; \(atKills) events answered between them")
        print("\(verdict.promised.count) matching events answered as accepted, \(verdict.arrivals.count) arrived")
        print("\(client.duplicates) sent again and known again as duplicates")
        print("\(verdict.interruptions) attempts interrupted by a kill, \(verdict.repeats) messages repeated by that")
        let problems = client.problems + verdict.problems
        for problem in problems.prefix(20) { print("WRONG: \(problem)") }
        if problems.isEmpty { folder.isKept = false } else { throw ExitCode(1) }
        print("nothing lost, the books balance")
    }

    /// Starts relay once more, sends what got no answer, and waits until nothing is to be delivered any more.
    private func settle(_ client: SoakClient, _ rules: TrialRules, _ folder: TrialFolder, _ slack: StandInSlack) throws
    {
        let serve = try ServeProcess(relay: relay, folder: folder.path, port: rules.port)
        defer { serve.stop() }
        client.start(port: rules.port, connections: connections, limit: 300).wait()
        let deadline = Date().addingTimeInterval(Self.settleSecondsLimit)
        while Date() < deadline {
            let metrics = try serve.metrics()
            let open =
                metrics.sum("relay_outbox_deliveries", "pending") + metrics.sum("relay_outbox_deliveries", "sending")
            if open == 0, client.unansweredCount == 0 { return }
            usleep(20_000)
        }
        throw TrialError("deliveries are still open after \(Int(Self.settleSecondsLimit)) s")
    }

    private func verdict(_ client: SoakClient, _ folder: TrialFolder, _ slack: StandInSlack) async throws -> SoakVerdict
    {
        let store = try SQLiteAlertStore("\(folder.path)/relay.db", for: .read)
        var arrivals: [String: Int] = [:]
        for message in slack.messages {
            // The text ends in the event's id.
            arrivals[String(message.text.split(separator: " ").last ?? ""), default: 0] += 1
        }
        var interrupted: [String: Int] = [:]
        for delivery in try await store.deliveries(OutboxFilter(), limit: .max) {
            // What arrived at the first attempt was not interrupted.
            guard let eventID = delivery.eventID, delivery.attempts > 1 else { continue }
            let attempts = try await store.delivery(delivery.id)?.attempts ?? []
            interrupted[eventID] = attempts.count { $0.outcome == .interrupted }
        }
        return SoakVerdict(
            promised: client.promised, sentIDs: client.sentIDs, arrivals: arrivals, interrupted: interrupted,
            counts: try await store.counts(), backlog: try await store.backlog())
    }
}

import Foundation
import JSONText
import Outbox
import SQLiteStore
import ServeTrial
import StandInSlack
import Testing

/// `relay replay --deliver`.
struct ReplayDeliverTests {
    /// Uses of BreakGlassAdmin in the archive that the trial's rule matches, each once: see fixtures/README.md.
    private struct Outcome {
        let run: RelayRun
        let delivery: JSONValue?
        let matches: Int

        init(_ run: RelayRun) throws {
            self.run = run
            let root = try JSONDocument(parsing: run.output).root
            delivery = root["delivery"]
            matches = root["rules"]?.elements.first?["matches"]?.int ?? -1
        }

        func count(_ name: String) -> Int? { delivery?[name]?.int }
    }

    private func replay(_ relay: LiveRelay, deliver: Bool = true) async throws -> Outcome {
        let options = deliver ? ["--deliver", "--destination", "slack"] : []
        return try await onThread {
            try Outcome(
                RelayRun(
                    arguments: ["replay", "--format", "json"] + options
                        + [Project.fixtures.appending(path: "archive").path],
                    environment: ["TRIAL_SLACK_TOKEN": "xoxb-trial"], directory: relay.folder))
        }
    }

    @Test func sendsEachUseOnceAndSaysThatItIsLate() async throws {
        let relay = try await LiveRelay()
        let first = try await replay(relay)
        #expect(first.run.status == 0, "\(first.run)")
        let queued = try #require(first.count("queued"))
        // One use was recorded in two accounts, and one record delivered twice.
        #expect(queued > 0 && queued < first.matches, "\(first.run)")
        #expect(queued + (first.count("duplicates") ?? 0) == first.matches)
        #expect(first.count("delivered") == queued)
        #expect(first.delivery?["sent_by"]?.string == "replay")
        #expect(relay.slack.messages.count == queued)
        #expect(relay.slack.messages.allSatisfy { $0.text.hasPrefix("LATE") })

        let second = try await replay(relay)
        #expect(second.run.status == 0)
        #expect(second.count("queued") == 0)
        #expect(second.count("duplicates") == first.matches)
        #expect(relay.slack.requests.count == queued)
        await relay.end()
    }

    @Test func nothingIsSentUnlessItIsAsked() async throws {
        let relay = try await LiveRelay()
        let outcome = try await replay(relay, deliver: false)
        #expect(outcome.run.status == 0)
        #expect(outcome.matches > 0 && outcome.delivery == nil)
        #expect(relay.slack.requests.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: relay.folder.appending(path: "relay.db").path))
        await relay.end()
    }

    @Test func aRunningServeDoesTheSending() async throws {
        let relay = try await LiveRelay()
        try await relay.serve { _ in
            let outcome = try await replay(relay)
            #expect(outcome.run.status == 0, "\(outcome.run)")
            #expect(outcome.delivery?["sent_by"]?.string == "serve")
            let queued = try #require(outcome.count("queued"))
            try await relay.until("the late messages") { relay.slack.messages.count == queued }
        }
        await relay.end()
    }

    /// What was accepted live, and could not be sent, is for the next serve.
    @Test func otherDeliveriesAreLeftAlone() async throws {
        let relay = try await LiveRelay()
        relay.slack.behave(.status(503))
        try await relay.serve { _ in
            #expect(try await relay.send(ServeCommandTests.use(1)).contains("accepted"))
            try await relay.until("an attempt") { !relay.slack.requests.isEmpty }
        }
        relay.slack.behave(.judge)
        let outcome = try await replay(relay)
        #expect(outcome.run.status == 0, "\(outcome.run)")
        #expect(relay.slack.messages.allSatisfy { $0.text.hasPrefix("LATE") })
        let store = try SQLiteAlertStore(relay.folder.appending(path: "relay.db").path, for: .read)
        defer { store.close() }
        #expect(try await store.delivery(DeliveryID(1))?.delivery.state.isSettled == false)
        await relay.end()
    }

    @Test func whatIsRefusedIsNotDone() async throws {
        let relay = try await LiveRelay()
        relay.slack.behave(.refuse("channel_not_found"))
        let outcome = try await replay(relay)
        #expect(outcome.run.status == 1, "\(outcome.run)")
        #expect(outcome.count("delivered") == 0)
        #expect(outcome.count("waiting") == outcome.count("queued"))
        await relay.end()
    }

    /// A destination that does not answer is tried once, and then left to the next serve.
    @Test func whatCannotBeSentNowIsLeftInTheOutbox() async throws {
        let relay = try await LiveRelay()
        relay.slack.behave(.status(503))
        let outcome = try await replay(relay)
        #expect(outcome.run.status == 1, "\(outcome.run)")
        #expect(outcome.count("pending") == outcome.count("queued"))
        await relay.end()
    }

    @Test(arguments: [
        (["--deliver"], "name it by --destination"),
        (["--destination", "slack-security-alerts"], "unless --deliver is given"),
        (["--deliver", "--destination", "slack-security-alert"], "did you mean 'slack-security-alerts'?"),
        (["--store", "x.db"], "--record and --deliver"),
    ])
    func saysWhatItCannotDo(arguments: [String], words: String) throws {
        let run = try RelayRun(
            arguments: ["replay", "--config", "fixtures/relay.yaml"] + arguments + ["fixtures/archive"])
        #expect(run.status == 2)
        #expect(run.output.isEmpty)
        #expect(run.talk.contains(words), "\(run)")
    }
}

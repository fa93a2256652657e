import Foundation
import HTTPServer
import Outbox
import ScratchFolders
import ServeTrial
import Testing

/// `relay replay --record`: what an archive tells of is on record once, however often it is told.
struct ReplayRecordTests {
    private struct Answer: Decodable {
        struct Recorded: Decodable { let added, known: Int }

        let recorded: Recorded?
    }

    private static func recorded(_ run: RelayRun) throws -> Answer.Recorded {
        #expect(run.status == 0, "\(run)")
        return try #require(try JSONDecoder().decode(Answer.self, from: run.outputBytes).recorded)
    }

    @Test func eachUseIsAddedOnce() throws {
        let uses = try Truth.fixtures.archive.matchedUses
        let folder = try ScratchFolder()
        let store = folder.url.appending(path: "uses.db").path
        let arguments = ["replay", "--record", "--store", store, "--format", "json"] + RecordedStore.config
        let first = try Self.recorded(try RelayRun(arguments: arguments + ["fixtures/archive"]))
        #expect(first.added == uses.count)
        let again = try Self.recorded(try RelayRun(arguments: arguments + ["fixtures/archive"]))
        #expect(again.added == 0)
        #expect(again.known == first.added + first.known)
    }

    /// Parts of an archive in any order come to the same as the whole.
    @Test func partsMakeTheWhole() throws {
        let folder = try ScratchFolder()
        let store = folder.url.appending(path: "uses.db").path
        let arguments = ["replay", "--record", "--store", store, "--format", "json"] + RecordedStore.config
        var added = 0
        for days in [
            ["--from", "2026-03-04"], ["--to", "2026-03-02"], ["--from", "2026-03-02", "--to", "2026-03-04"],
        ] {
            added += try Self.recorded(try RelayRun(arguments: arguments + days + ["fixtures/archive"])).added
        }
        #expect(added == (try Truth.fixtures.archive.matchedUses.count))
    }

    @Test func textSaysWhatWasAdded() throws {
        let store = try RecordedStore()
        let run = try store.record("fixtures/archive", format: "text")
        #expect(run.output.contains("\nLedger   0 role uses added, 16 there already\n"), "\(run)")
    }

    @Test func withoutTheFlagNothingIsWritten() throws {
        let folder = try ScratchFolder()
        let rules = try folder.write(
            try Data(contentsOf: Project.fixtures.appending(path: "relay.yaml")), to: "relay.yaml")
        let run = try RelayRun("replay", "--config", rules.path, "fixtures/archive")
        #expect(run.status == 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["relay.yaml"])
        #expect(!run.output.contains("Ledger"))
        let refused = try RelayRun("replay", "--config", rules.path, "--store", "x.db", "fixtures/archive")
        #expect(refused.status == 2)
        #expect(refused.talk == "relay: --store is where --record and --deliver put what they find; add one of them\n")
    }

    @Test func theRulesFileSaysWhereTheStoreIs() throws {
        let folder = try ScratchFolder()
        let text = try String(contentsOf: Project.fixtures.appending(path: "relay.yaml"), encoding: .utf8)
        let rules = try folder.write(
            text.replacingOccurrences(of: "path: relay.db", with: "path: kept.db"), to: "rules/relay.yaml")
        let run = try RelayRun("replay", "--record", "--config", rules.path, "fixtures/archive")
        #expect(run.status == 0, "\(run)")
        let history = try RelayRun("history", "--config", rules.path, "--from", "2026-03-01", "--to", "2026-03-07")
        #expect(history.status == 0, "\(history)")
        #expect(history.output.contains("payments-prod (111122223333)"))
    }

    /// What serve took in is known to the archive, and what the archive brought is still news to serve.
    @Test func goesOnBesideARunningServe() throws {
        let folder = try ScratchFolder()
        let port = try FreePort.find()
        // Nobody listens at the other port: the alert stays in the outbox.
        try folder.write(TrialRules(port: port, slackPort: try FreePort.find()).yaml, to: "relay.yaml")
        let serve = try ServeProcess(relay: Project.relay.path, folder: folder.url.path, port: port)
        defer { serve.stop() }
        let heard = TrialEvent(run: "heard", number: 1, isMatching: true, who: "alice")
        let late = TrialEvent(run: "late", number: 1, isMatching: true, who: "bob")
        var connection = try HTTPConnection(port: port)
        #expect(try connection.post(heard.json, to: "/events").status == 200)

        let archive = try folder.write(Data(heard.json + [10] + late.json + [10]), to: "events.ndjson")
        let arguments = [
            "replay", "--record", "--format", "json", "--config", folder.url.appending(path: "relay.yaml").path,
            archive.path,
        ]
        let recorded = try Self.recorded(try RelayRun(arguments: arguments))
        #expect(recorded.added == 1)
        #expect(recorded.known == 1)

        let answer = String(decoding: try connection.post(late.json, to: "/events").body, as: UTF8.self)
        #expect(answer.contains("accepted"), "\(answer)")
        let again = String(decoding: try connection.post(late.json, to: "/events").body, as: UTF8.self)
        #expect(again.contains("duplicate"), "\(again)")
        let metrics = try serve.metrics()
        #expect(metrics.sum("relay_events_received_total", "fate=\"accepted\"") == 2)
        #expect(metrics.sum("relay_deliveries_planned_total") == 2)
        #expect(metrics.sum("relay_role_uses_total") == 2)
        #expect(metrics.sum("relay_books_deliveries_owed") == metrics.sum("relay_books_deliveries_accounted_for"))

        let history = try RelayRun(
            "history", "--config", folder.url.appending(path: "relay.yaml").path, "--from", "2026-03-01", "--to",
            "2026-03-07", "--list", "--csv")
        #expect(history.output.split(separator: "\r\n").count == 3, "\(history)")
    }
}

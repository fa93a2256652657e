import Foundation
import JSONText
import Outbox
import ScratchFolders
import Testing

struct OutboxListCommandTests {
    @Test func listsTheNewestFirst() async throws {
        let run = try await OutboxFixture().run("list")
        #expect(run.status == 1)
        #expect(run.talk.isEmpty)
        #expect(
            run.output == """
                ID  STATE      RECEIVED              RULE                    DESTINATION                      TRIED  WHY
                 5  dropped    2026-03-02T09:14:08Z  root-used/slack         slack-security-alerts C0123ABCD  0
                 4  waiting    2026-03-02T09:14:07Z  break-glass-used/slack  slack-security-alerts C0123ABCD  1      NO_PERMISSIONS: not_in_channel
                 3  dead       2026-03-02T09:14:06Z  break-glass-used/slack  slack-security-alerts C0123ABCD  1      ERROR_FROM_TARGET: msg_too_long \\u001B[2J\\u202Emallory
                 2  delivered  2026-03-02T09:14:05Z  break-glass-used/slack  slack-security-alerts C0123ABCD  1
                 1  pending    2026-03-02T09:14:04Z  break-glass-used/slack  slack-security-alerts C0123ABCD  0

                """)
    }

    /// Which of them are listed, and whether somebody must see to something.
    @Test(
        arguments: [
            ([], [5, 4, 3, 2, 1], 1), (["--state", "dead"], [3], 1),
            (["--state", "delivered", "--state", "pending"], [2, 1], 0),
            (["--rule", "root-used"], [5], 0), (["--rule", "nobody"], [], 0),
            (["--destination", "slack-security-alerts"], [5, 4, 3, 2, 1], 1), (["--destination", "pager"], [], 0),
            (["2", "5"], [5, 2], 0), (["3"], [3], 1), (["--since", "2026-03-02T09:14:07Z"], [5, 4], 1),
            (["--until", "2026-03-02T09:14:06Z"], [2, 1], 0), (["--until", "2026-03-02"], [5, 4, 3, 2, 1], 1),
            (["--since", "2026-03-03"], [], 0), (["--until", "2026-03-01"], [], 0),
            // What is not listed counts all the same.
            (["--limit", "1"], [5], 1),
        ] as [([String], [Int], Int32)])
    func filters(arguments: [String], ids: [Int], status: Int32) async throws {
        let fixture = try await OutboxFixture()
        let run = try await fixture.run(["list", "--format", "json"] + arguments)
        #expect(run.status == status, "\(run)")
        let root = try JSONDocument(parsing: run.output).root
        #expect(root["deliveries"]?.elements.compactMap { $0["id"]?.int } == ids)
        #expect(root["is_complete"]?.bool == !arguments.contains("--limit"))
    }

    @Test func jsonIsForPrograms() async throws {
        let run = try await OutboxFixture().run("list", "3", "--format", "json")
        #expect(
            run.output == """
                {"deliveries":[{"id":3,"state":"dead","kind":"alert","rule":"break-glass-used","target":"slack",\
                "api_destination":"slack-security-alerts","channel":"C0123ABCD","event_id":"event-3","origin":"live",\
                "received_at":"2026-03-02T09:14:06.000Z","settled_at":"2026-03-02T09:14:13.120Z","attempts":1,\
                "dead_letter":{"fault":"destination","ERROR_CODE":"ERROR_FROM_TARGET",\
                "ERROR_MESSAGE":"msg_too_long \\u001b[2J\u{202E}mallory",\
                "EXHAUSTED_RETRY_CONDITION":"MaximumRetryAttempts","RETRY_ATTEMPTS":3}}],"is_complete":true}

                """)
    }

    @Test(arguments: [
        (["--state", "lost"], "'lost' is no state"), (["x"], "'x': expected the number"),
        (["0"], "'0': expected the number"),
        (["--since", "yesterday"], "expected a day"),
        (["--since", "2026-03-03", "--until", "2026-03-02"], "no time is left"),
        (["--limit", "0"], "expected a number from 1"),
        (["--limit", "10001"], "expected a number from 1"), (["--store", "nowhere.db"], "nowhere.db: is not there"),
        (["--config", "nowhere.yaml"], "nowhere.yaml: No such file"),
    ])
    func saysWhatItCannotDo(arguments: [String], words: String) async throws {
        let fixture = try await OutboxFixture()
        let run = try await fixture.run(["list"] + arguments)
        #expect(run.status == 2)
        #expect(run.output.isEmpty)
        #expect(run.talk.contains(words), "\(run)")
    }

    /// The store is where the rules file says, wherever relay is run.
    @Test func theStoreLiesBesideTheRules() async throws {
        let fixture = try await OutboxFixture()
        let config = fixture.folder.url.appending(path: "relay.yaml").path
        #expect(try await fixture.run(["list", "--config", config], in: Project.root).status == 1)
        let store = fixture.folder.url.appending(path: "relay.db").path
        #expect(try await fixture.run(["list", "--store", store], in: Project.root).status == 1)
    }
}

struct OutboxShowCommandTests {
    @Test func showsEverythingOfADeadLetter() async throws {
        let run = try await OutboxFixture().run("show", "3")
        #expect(run.status == 0)
        #expect(
            run.output == """
                delivery 3  dead
                  rule                        break-glass-used, target slack
                  destination                 slack-security-alerts, channel C0123ABCD
                  kind                        alert
                  event                       event-3
                  origin                      live
                  received                    2026-03-02T09:14:06.000Z
                  settled                     2026-03-02T09:14:13.120Z
                  tried                       1
                  fault                       the destination refused
                  ERROR_CODE                  ERROR_FROM_TARGET
                  ERROR_MESSAGE               msg_too_long \\u001B[2J\\u202Emallory
                  EXHAUSTED_RETRY_CONDITION   MaximumRetryAttempts
                  RETRY_ATTEMPTS              3
                attempts
                  1  2026-03-02T09:14:13.000Z  120 ms  200 refused: msg_too_long
                     \\u001B[2J\\u202Emallory
                event
                  {"id":"event-3","detail":{}}
                body
                  {"channel":"C0123ABCD","text":"ALERT: \\u202Emallory has activated the role"}

                """)
    }

    @Test func showsWhatWasDoneByHand() async throws {
        let run = try await OutboxFixture().run("show", "5")
        #expect(run.output.contains("by hand\n  2026-03-02T09:15:03.000Z  drop by carol: a test\n"))
    }

    @Test func drawsTheMessage() async throws {
        let run = try await OutboxFixture().run("show", "--preview", "2")
        #expect(run.status == 0)
        #expect(run.output.contains("body\nto C0123ABCD\n│ ALERT: mallory has activated the role\n"), "\(run)")
        #expect(!run.output.contains("\u{202E}"))
    }

    @Test func jsonHasAllOfIt() async throws {
        let run = try await OutboxFixture().run("show", "3", "5", "--format", "json")
        #expect(run.status == 0)
        let deliveries = try JSONDocument(parsing: run.output).root["deliveries"]?.elements ?? []
        #expect(deliveries.compactMap { $0["id"]?.int } == [3, 5])
        #expect(deliveries[0]["event"]?["id"]?.string == "event-3")
        #expect(deliveries[0]["request"]?["body"]?.string?.hasPrefix("{\"channel\":\"C0123ABCD\"") == true)
        #expect(deliveries[0]["attempts_made"]?.elements.first?["outcome"]?.string == "refused")
        #expect(deliveries[0]["dead_letter"]?["RETRY_ATTEMPTS"]?.int == 3)
        #expect(deliveries[1]["interventions"]?.elements.first?["who"]?.string == "carol")
    }

    @Test func saysThatADeliveryIsMissing() async throws {
        let run = try await OutboxFixture().run("show", "1", "99")
        #expect(run.status == 1)
        #expect(run.talk == "relay: there is no delivery 99\n")
        #expect(run.output.hasPrefix("delivery 1  pending\n"))
    }
}

struct OutboxInterventionTests {
    @Test func redrivesWhatWaitsAndWasGivenUp() async throws {
        let fixture = try await OutboxFixture()
        let run = try await fixture.run("redrive", "--rule", "break-glass-used", "--because", "Slack is back")
        #expect(run.status == 0)
        #expect(run.output == "2 deliveries redriven\n")
        #expect(run.talk == "relay: 'relay serve' sends them now, or when it next starts\n")
        for number in [3, 4] as [Int64] {
            let record = try #require(try await fixture.delivery(number))
            #expect(record.delivery.state == .pending)
            #expect(record.delivery.attempts == 0)
            #expect(record.interventions.map(\.action) == [.redrive])
            #expect(record.interventions.first?.note.who == "alice")
            #expect(record.interventions.first?.note.why == "Slack is back")
        }
        #expect(try await fixture.delivery(2)?.delivery.state == .delivered)
        #expect(try await fixture.run("redrive", "--rule", "break-glass-used", "--because", "again").status == 1)
    }

    @Test func dropsWhatIsStillToBeSent() async throws {
        let fixture = try await OutboxFixture()
        let run = try await fixture.run("drop", "--all", "--because", "a drill", "--as", "bob", "--format", "json")
        #expect(run.status == 0)
        #expect(run.output == "{\"dropped\":2}\n")
        #expect(run.talk.isEmpty)
        #expect(try await fixture.delivery(1)?.delivery.state == .dropped)
        #expect(try await fixture.delivery(3)?.delivery.state == .dead)
        #expect(try await fixture.delivery(4)?.interventions.first?.note.who == "bob")
    }

    /// What was settled by hand goes on only where it is named.
    @Test func droppedOnesAreRedrivenByNumberOrState() async throws {
        let fixture = try await OutboxFixture()
        #expect(try await fixture.run("redrive", "--rule", "root-used", "--because", "x").status == 1)
        #expect(try await fixture.run("redrive", "5", "--because", "x").output == "1 delivery redriven\n")
        #expect(try await fixture.run("drop", "5", "--because", "x").output == "1 delivery dropped\n")
        #expect(
            try await fixture.run("redrive", "--state", "dropped", "--because", "x").output == "1 delivery redriven\n")
        #expect(try await fixture.delivery(5)?.interventions.count == 4)
    }

    @Test(arguments: ["redrive", "drop"])
    func nothingHappensToAllByAccident(verb: String) async throws {
        let fixture = try await OutboxFixture()
        for (arguments, words) in [
            (["--because", "x"], "numbers, filters such as --state and --rule, or --all"),
            (["--all"], "--because"), (["--all", "--because", " "], "--because is empty"),
            (["--all", "1", "--because", "x"], "give numbers and filters, or --all"),
            (["1", "--because", "x", "--as", ""], "give your name"),
            (["1", "--because", String(repeating: "x", count: 1_001)], "at most 1000 bytes"),
        ] {
            let run = try await fixture.run([verb] + arguments)
            #expect(run.status == 2, "\(run)")
            #expect(run.talk.contains(words), "\(run)")
        }
        #expect(try await fixture.delivery(1)?.delivery.state == .pending)
        #expect(try await fixture.delivery(3)?.delivery.state == .dead)
    }
}

struct OutboxHelpTests {
    @Test(arguments: ["list", "show", "redrive", "drop"])
    func everyCommandHasAnExampleAndItsExitStatuses(command: String) async throws {
        let run = try await RelayRun("outbox", command, "--help")
        #expect(run.status == 0)
        let example = try #require(run.output.components(separatedBy: "EXAMPLE:\n").last)
        let lines = example.components(separatedBy: "\n\n")[0].split(separator: "\n")
        // A line that has been wrapped cannot be pasted.
        #expect(lines.allSatisfy { $0.hasPrefix("  relay outbox \(command) ") }, "\(example)")
        #expect(run.output.contains("EXIT STATUS:"))
    }
}

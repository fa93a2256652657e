import ChildProcesses
import Foundation
import ServeTrial
import StandInSlack
import Testing

/// How a running relay ends, asked to and not, while an alert is on its way.
struct EndingTests {
    /// Slack takes its time, and relay waits for it: the alert is told once, and is on record as delivered.
    @Test func whatIsOnItsWayIsWaitedFor() async throws {
        let relay = try await LiveRelay()
        relay.slack.behave(.slow(.seconds(1)))
        let status = try await relay.serve { _ in
            for number in 1...3 {
                let use = ServeCommandTests.use(number, who: "person-\(number)")
                let answer = try await relay.send(use)
                #expect(answer.contains("accepted"))
            }
            await relay.slack.untilRequested(3)
        }
        #expect(status == 0, "\(relay.log)")
        #expect(relay.slack.messages.count == 3)
        relay.slack.behave(.judge)
        try await relay.serve { _ in
            #expect(try await relay.send(ServeCommandTests.use(4)).contains("accepted"))
            try await relay.until("the next message") { relay.slack.messages.count >= 4 }
            for id in 1...3 {
                let show = try await RelayRun(
                    "outbox", "show", "\(id)", "--config", relay.folder.appending(path: "relay.yaml").path)
                #expect(show.output.contains("delivered") && !show.output.contains("interrupted"), "\(show)")
            }
        }
        #expect(relay.slack.requests.count == 4, "nothing was told twice")
        await relay.end()
    }

    /// An alert that is on its way each time when relay is killed may be what ends it: the others go ahead.
    @Test func whatIsOnItsWayAtEveryEndIsSetAside() async throws {
        let relay = try await LiveRelay()
        relay.slack.behave(.slow(.seconds(60)))
        for round in 1...2 {
            try await relay.serve { process in
                if round == 1 {
                    let answer = try await relay.send(ServeCommandTests.use(1))
                    #expect(answer.contains("accepted"))
                }
                await relay.slack.untilRequested(round)
                await onThread { process.kill() }
            }
        }
        relay.slack.behave(.judge)
        try await relay.serve { _ in
            #expect(try await relay.send(ServeCommandTests.use(2, who: "eve")).contains("accepted"))
            try await relay.until("the other message") { relay.slack.messages.contains { $0.text.contains("eve") } }
            #expect(relay.log.contains("is set aside for a while"), "\(relay.log)")
            let show = try await RelayRun(
                "outbox", "show", "1", "--config", relay.folder.appending(path: "relay.yaml").path)
            #expect(show.output.contains("2 times in a row: set aside for 30 s"), "\(show)")
        }
        await relay.end()
    }
}

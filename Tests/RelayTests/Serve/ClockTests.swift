import ChildProcesses
import Foundation
import Outbox
import SQLiteStore
import ServeTrial
import StandInSlack
import Testing

/// A real relay whose clock is set, while it runs and while it does not.
struct ClockTests {
    private static let day = 86_400

    private static func use(_ number: Int) -> TrialEvent {
        TrialEvent(run: "clock", number: number, isMatching: true, who: "person-\(number)")
    }

    private static func withClock(_ body: (LiveRelay, ShiftedClock) async throws -> Void) async throws {
        let relay = try await LiveRelay()
        let clock = try await onThread { try ShiftedClock(in: relay.folder) }
        if let clock { try await body(relay, clock) }
        await relay.end()
    }

    /// Back by an hour, retries would wait for an hour; forward by two days, they would be given up.
    @Test(arguments: [-3_600, 2 * day]) func retriesGoOn(seconds: Int) async throws {
        try await Self.withClock { relay, clock in
            relay.slack.behave(.status(503))
            try await relay.serve(environment: clock.environment) { _ in
                for number in 1...3 { #expect(try await relay.send(Self.use(number)).contains("accepted")) }
                try await relay.until("attempts") { relay.slack.requests.count >= 3 }
                try clock.set(seconds: seconds)
                try await relay.until("a line in the log") { relay.log.contains("the clock was set") }
                let before = relay.slack.requests.count
                try await relay.until("another attempt") { relay.slack.requests.count > before }
                relay.slack.behave(.judge)
                try await relay.until("the messages") { relay.slack.messages.count == 3 }
                #expect(try await relay.get("/readyz").hasPrefix("200"))
                #expect(try await relay.get("/readyz").contains(#""warnings":[{"check":"clock""#))
                #expect(try await relay.get("/metrics").contains("\nrelay_clock_leaps_total 1\n"))
            }
        }
    }

    /// As on a machine that has not asked a time server yet.
    @Test func oneStartYearsAheadRemovesNothing() async throws {
        try await Self.withClock { relay, clock in
            try await relay.serve(environment: clock.environment) { _ in
                for number in 1...3 { _ = try await relay.send(Self.use(number)) }
                try await relay.until("the messages") { relay.slack.messages.count == 3 }
            }
            try clock.set(seconds: 5 * 365 * Self.day)
            try await relay.serve(environment: clock.environment) { _ in
                try await relay.until("the warning") { try await relay.get("/readyz").contains(#""warnings""#) }
            }
            #expect(!relay.log.contains("old entries were removed"))
            #expect(relay.log.contains("ahead of the time that the store has seen pass"))
            try clock.set(seconds: 0)
            try await relay.serve(environment: clock.environment) { _ in
                for number in 1...3 {
                    let answer = try await relay.send(Self.use(number))
                    #expect(answer.contains(#""status":"duplicate""#))
                }
                let page = try await relay.get("/readyz")
                #expect(!page.contains("warnings"))
            }
            #expect(relay.slack.messages.count == 3)
            let store = try SQLiteAlertStore(relay.folder.appending(path: "relay.db").path, for: .read)
            #expect(try await store.deliveries(OutboxFilter(), limit: 10).count == 3)
        }
    }
}

import Foundation
import ServeTrial
import StandInSlack
import Testing

/// Which uses the real program announces, of many and of copies.
struct AnnouncementTests {
    /// An event of the account 111122223333, with some of its text replaced.
    private static func event(
        _ number: Int, who: String = "mallory", replacing changes: [(String, String)] = []
    ) -> [UInt8] {
        var text = String(
            decoding: TrialEvent(run: "announced", number: number, isMatching: true, who: who).json, as: UTF8.self)
        for (old, new) in changes { text = text.replacingOccurrences(of: old, with: new) }
        return Array(text.utf8)
    }

    private static func refused(_ number: Int, who: String = "mallory") -> [UInt8] {
        event(number, who: who, replacing: [(#""eventName""#, #""errorCode":"AccessDenied","eventName""#)])
    }

    private static func rules(_ port: Int, _ slackPort: Int, replacing changes: [(String, String)]) -> String {
        changes.reduce(TrialRules(port: port, slackPort: slackPort).yaml) { text, change in
            text.replacingOccurrences(of: change.0, with: change.1)
        }
    }

    private static let stormsAfterThree = ("role_uses: 10000, within_seconds: 10", "role_uses: 3, within_seconds: 600")

    private static func accept(_ event: [UInt8], by relay: LiveRelay, _ status: String = "accepted") async throws {
        let answer = try await relay.post(event)
        #expect(answer.contains("\"status\":\"\(status)\""), "\(answer)")
    }

    /// A person is refused six times, and allowed the seventh: that is a message of its own.
    @Test func aUseThatSucceedsIsToldInFullAfterManyRefusedOnes() async throws {
        let relay = try await LiveRelay { Self.rules($0, $1, replacing: [Self.stormsAfterThree]) }
        try await relay.serve { _ in
            for number in 1...6 { try await Self.accept(Self.refused(number), by: relay) }
            try await Self.accept(Self.event(7), by: relay)
            try await relay.until("the use that succeeded") {
                relay.slack.messages.contains { $0.text.hasSuffix("announced-7") }
            }
            try await relay.until("all that was refused") {
                relay.slack.messages.contains { $0.text.hasPrefix("3 further uses of BreakGlassAdmin") }
            }
            let summaries = relay.slack.messages.map(\.text).filter { $0.contains("further use") }
            #expect(summaries.last?.contains(", 3 denied, latest by mallory") == true)
        }
        let own = relay.slack.messages.map(\.text).filter { $0.hasPrefix("ALERT") }
        #expect(Set(own.compactMap(\.last)) == ["1", "2", "3", "7"])
        #expect(own.count == 4)
        await relay.end()
    }

    /// A webhook's messages cannot be updated: the next summary comes within the announcement target, and not when the
    /// storm ends.
    @Test func aSummaryByWebhookDoesNotWaitForTheEndOfTheStorm() async throws {
        let relay = try await LiveRelay { port, slackPort in
            Self.rules(
                port, slackPort,
                replacing: [
                    Self.stormsAfterThree, ("/api/chat.postMessage", "/services/T0TRIAL/B0TRIAL/secret"),
                    (#""channel": "C0TRIAL", "#, ""),
                ]) + "drill: { announced_within_seconds: 2 }\n"
        }
        try await relay.serve { _ in
            for number in 1...4 { try await Self.accept(Self.refused(number), by: relay) }
            try await relay.until("the first summary") {
                relay.slack.messages.contains { $0.text.hasPrefix("1 further use of") }
            }
            for number in 5...6 { try await Self.accept(Self.refused(number), by: relay) }
            try await relay.until("the next summary") {
                relay.slack.messages.contains { $0.text.hasPrefix("3 further uses of") }
            }
        }
        await relay.end()
    }

    private static let copies = [
        // The copy of the role's account, and of the caller's.
        [(#""eventID""#, #""sharedEventID":"shared","eventID""#)],
        [
            (#""eventID""#, #""sharedEventID":"shared","eventID""#),
            (#""account":"111122223333""#, #""account":"999900001111""#),
            (#""recipientAccountId":"111122223333""#, #""recipientAccountId":"999900001111""#),
        ],
    ]

    /// One rule that alerts sees one copy, a rule of another team the other, and one without targets counts both.
    @Test(arguments: [[0, 1], [1, 0]]) func eachRuleIsToldOfTheCopyThatItMatches(order: [Int]) async throws {
        let relay = try await LiveRelay { port, slackPort in
            let rules = Self.rules(
                port, slackPort,
                replacing: [("source: [aws.sts]\n", "source: [aws.sts]\n      account: [\"111122223333\"]\n")])
            return rules + """
                  team-b:
                    event_pattern: { account: ["999900001111"] }
                    targets: { slack: { api_destination: slack, input: { channel: C0TEAMB, text: B } } }
                  count-all:
                    event_pattern: { source: [aws.sts] }

                """
        }
        try await relay.serve { _ in
            for index in order {
                try await Self.accept(Self.event(index, replacing: Self.copies[index]), by: relay)
            }
            try await relay.until("both messages") { relay.slack.messages.count == 2 }
            for index in order {
                try await Self.accept(Self.event(index, replacing: Self.copies[index]), by: relay, "duplicate")
            }
            let metrics = try await relay.get("/metrics")
            let uses = metrics.split(separator: "\n").filter { $0.hasPrefix("relay_role_uses_total{") }
            #expect(uses.count == 1)
            #expect(uses.first?.hasSuffix(" 1") == true, "\(uses)")
        }
        #expect(Set(relay.slack.messages.map(\.channel)) == ["C0TRIAL", "C0TEAMB"])
        #expect(relay.slack.messages.count == 2)
        await relay.end()
    }

    /// What only counted is told to a rule that is added, when it comes in again.
    @Test func aRuleThatIsAddedSeesWhatWasCountedBefore() async throws {
        let relay = try await LiveRelay()
        let alerting = try String(contentsOf: relay.folder.appending(path: "relay.yaml"), encoding: .utf8)
        let targets = try #require(alerting.range(of: "    targets:"))
        try relay.write(
            rules: alerting[..<targets.lowerBound].replacingOccurrences(of: "break-glass-used:", with: "count-all:"))
        try await relay.serve { process in
            try await Self.accept(Self.event(1), by: relay)
            try await Self.accept(Self.event(1), by: relay, "duplicate")
            try relay.write(rules: alerting)
            process.hangUp()
            try await relay.until("the new rules") { relay.log.contains("was read anew") }
            try await Self.accept(Self.event(1), by: relay)
            try await relay.until("the message") { relay.slack.messages.count == 1 }
            try await Self.accept(Self.event(1), by: relay, "duplicate")
        }
        await relay.end()
    }

    /// Slack fails at one message for ever. The same person's next use is told all the same.
    @Test func aMessageThatSlackAlwaysRefusesHoldsBackNothing() async throws {
        let relay = try await LiveRelay { port, slackPort in
            Self.rules(port, slackPort, replacing: []) + """
                  unlucky:
                    event_pattern: { detail: { requestID: [announced-1] } }
                    targets: { slack: { api_destination: slack, input: { channel: C0UNLUCKY, text: unlucky } } }

                """
        }
        // Without channels there is one lane for both messages.
        let yaml = try String(contentsOf: relay.folder.appending(path: "relay.yaml"), encoding: .utf8)
        try relay.write(
            rules: yaml.replacingOccurrences(of: "    messages_per_second_per_channel: 300\n", with: "")
                .replacingOccurrences(of: "/api/chat.postMessage", with: "/hook/chat"))
        relay.slack.behave(.status(500), toward: "C0UNLUCKY")
        try await relay.serve { _ in
            try await Self.accept(Self.event(1), by: relay)
            try await relay.until("an attempt") { relay.slack.requests.contains { $0.channel == "C0UNLUCKY" } }
            try await Self.accept(Self.event(2), by: relay)
            try await relay.until("the next use") {
                relay.slack.messages.contains { $0.text.hasSuffix("announced-2") }
            }
        }
        await relay.end()
    }
}

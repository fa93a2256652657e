import JSONText
import Outbox
import RelayTesting
import Rules
import RulesCheck
import SampleRules
import Testing

@testable import Alerts
@testable import RulesCheck
@testable import TextFormats

/// What people get to see of many uses of a role: real rules, and a ledger in memory.
struct StormSceneTests {
    /// One after the other, a second apart: `mallory!` is refused, `mallory` is allowed.
    struct Scene: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var uses: String
        /// Messages of their own, in order; then what each summary tells of.
        var messages: String
        var summaries: [String]

        init(_ name: String, _ uses: String, messages: String, summaries: [String]) {
            (testDescription, self.uses, self.messages, self.summaries) = (name, uses, messages, summaries)
        }
    }

    /// A storm begins after three uses.
    @Test(arguments: [
        Scene(
            "the first use that succeeds after many refusals", "eve! eve! eve! eve! eve! eve",
            messages: "eve! eve! eve! eve", summaries: ["2 refused"]),
        Scene(
            "refusals after the use that succeeded", "eve! eve! eve! eve! eve eve! eve! eve",
            messages: "eve! eve! eve! eve eve", summaries: ["3 refused"]),
        Scene(
            "the first use of each person", "ann bob cai ann dan ann dan dan bob eve",
            messages: "ann bob cai dan eve", summaries: ["5 allowed"]),
        Scene(
            "refused and allowed uses at once", "ann ann ann eve! eve! eve! ann eve! eve",
            messages: "ann ann ann eve! eve! eve! eve", summaries: ["1 allowed", "1 refused"]),
        Scene("a few", "ann ann! ann ann! ann ann!", messages: "ann ann! ann ann! ann ann!", summaries: []),
    ])
    func tellsEachUseInFullOrInASummary(scene: Scene) async throws {
        for isOneCall in [true, false] {
            let store = InMemoryAlertStore()
            let submissions = try scene.uses.split(separator: " ").enumerated().map {
                try Self.submission(String($0.element), after: $0.offset)
            }
            for call in isOneCall ? [submissions] : submissions.map({ [$0] }) {
                _ = try await store.accept(call, counting: [])
            }
            let deliveries = try await store.deliveries(OutboxFilter(), limit: .max).reversed()
            let messages = try deliveries.filter { $0.storm == nil }.map {
                try JSONDocument(parsing: $0.content.request.body).root["text"]?.string ?? ""
            }
            #expect(messages.joined(separator: " ") == scene.messages)
            let summaries = deliveries.compactMap(\.storm).map {
                "\($0.foldedUses) \($0.key.isDenied ? "refused" : "allowed")"
            }
            #expect(summaries.sorted() == scene.summaries)
            #expect(try await store.uses(in: Self.allTime, after: nil, limit: .max).count == submissions.count)
            #expect(try await store.balance().isBalanced)
        }
    }

    private static let allTime = Timestamp(milliseconds: .min)..<Timestamp(milliseconds: .max)

    private static func submission(_ use: String, after seconds: Int) throws -> Submission {
        let isDenied = use.hasSuffix("!")
        let event = SampleEvent.assumeRole.json
            .replacing("alice.chen", with: use.filter { $0 != "!" })
            .replacing("3613992e-52a6-4edb-a5f6-ecd1ce740f28", with: "event-\(seconds)")
            .replacing(
                "\"eventSource\"", with: (isDenied ? "\"errorCode\": \"AccessDenied\"," : "") + "\"eventSource\"")
        let text = SampleRulesFile.file(
            replacing: "ALERT: <role> is in use", with: isDenied ? "<relay.who>!" : "<relay.who>")
        let rules = try AlertPlannerTests.rules(text + "storm_control: { role_uses: 3, within_seconds: 600 }\n")
        var judge = EventJudge(rules)
        guard
            case .matched(let submission) = judge.judge(
                Array(event.utf8), receivedAt: AlertPlannerTests.now + .seconds(seconds))
        else { throw AlertPlannerTests.Unmatched() }
        return submission
    }
}

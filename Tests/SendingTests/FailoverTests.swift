import Alerts
import JSONText
import Outbox
import RelayTesting
import SQLiteStore
import Sending
import Testing

/// The second destination: when it is sent to, what, and how often.
@Suite(.timeLimit(.minutes(10)))
struct FailoverTests {
    static let slack = "https://slack.com/api/chat.postMessage"
    static let pager = "https://pager.example/alerts"
    static let event = #"{"id":"event-1","source":"aws.sts","detail":{"who":"bob"}}"#

    /// Slack answers as told, the pager takes everything.
    static func transport(slack status: Int, _ body: String = "") -> RecordingTransport {
        RecordingTransport { request in
            request.address.hasPrefix("https://pager") || request.address.hasPrefix("https://third")
                ? .success(DestinationResponse(status: 200))
                : .success(DestinationResponse(status: status, body: Array(body.utf8)))
        }
    }

    static func pagerBodies(_ transport: RecordingTransport) -> [String] {
        transport.requests.filter { $0.address.hasPrefix("https://pager") }.map {
            String(decoding: $0.body, as: UTF8.self)
        }
    }

    @Test(arguments: [
        (400, "", DeliveryState.dead), (200, #"{"ok":false,"error":"is_archived"}"#, .waiting),
    ])
    func aDeliveryThatIsGivenUpOrHeldBackGoesThere(status: Int, body: String, state: DeliveryState) async throws {
        let transport = Self.transport(slack: status, body)
        let rules = try TestRules.slack(Self.slack, extras: ["otherwise: pager"], pager: Self.pager)
        let bench = try DeliveryBench(rules, over: transport)
        let id = try await bench.accept(event: Self.event)
        await bench.run(for: .seconds(5))
        #expect(try await bench.state(id) == state)
        #expect(Self.pagerBodies(transport) == [#"{"channel":"C0123ABCD","text":"ALERT: bob","blocks":[]}"#])
        let copy = try await bench.record(DeliveryID(#require(id.jsonNumber) + 1)).delivery
        #expect(copy.content.kind == .failover(of: id))
        #expect(copy.content.apiDestination == "pager")
        #expect(copy.state == .delivered)
        #expect(copy.event == Array(Self.event.utf8))
        #expect(bench.lines.all.contains { $0.contains("handed_to=pager") })
    }

    @Test func aTargetOfTheRuleSaysItInItsOwnWords() async throws {
        let transport = Self.transport(slack: 400)
        let rules = try TestRules.load(
            TestRules.text(
                slack: Self.slack, extras: ["otherwise: pager"], pager: Self.pager,
                targets: [
                    "page:", "  api_destination: pager", "  only_as_otherwise: true", "  input_transformer:",
                    "    input_paths: { who: $.detail.who }",
                    #"    input_template: '{"summary":"<who> broke the glass"}'"#,
                ]))
        let bench = try DeliveryBench(rules, over: transport)
        try await bench.accept(event: Self.event)
        await bench.run(for: .seconds(5))
        #expect(Self.pagerBodies(transport) == [#"{"summary":"bob broke the glass"}"#])
    }

    @Test func aChainEnds() async throws {
        let transport = RecordingTransport(RecordingTransport.status(400))
        let rules = try TestRules.load(
            TestRules.text(
                slack: Self.slack, extras: ["otherwise: pager"], pager: Self.pager, pagerExtras: ["otherwise: third"]
            )
            .replacing(
                "rules:\n",
                with:
                    "  third: { connection: pager, invocation_endpoint: https://third.example/, http_method: POST }\nrules:\n"
            ))
        let bench = try DeliveryBench(rules, over: transport)
        try await bench.accept()
        await bench.run(for: .seconds(5))
        #expect(transport.requests.map(\.address) == [Self.slack, Self.pager, "https://third.example/"])
        #expect(try await bench.store.backlog().allSatisfy { $0.state == .dead })
    }

    @Test func afterASetTimeACopyGoesThereWhileTheFirstIsTriedOn() async throws {
        let transport = Self.transport(slack: 503)
        let rules = try TestRules.slack(
            Self.slack, extras: ["otherwise: pager", "otherwise_after_seconds: 120"], pager: Self.pager)
        let bench = try DeliveryBench(rules, over: transport)
        // The second is held back behind the first, the third is another person's.
        let first = try await bench.accept(#"{"channel":"C0123ABCD","text":"one"}"#, event: Self.event)
        let second = try await bench.accept(#"{"channel":"C0123ABCD","text":"two"}"#, event: Self.event)
        let third = try await bench.accept(#"{"channel":"C0123ABCD","text":"three"}"#, key: "eve", event: Self.event)
        await bench.run(for: .seconds(119))
        #expect(Self.pagerBodies(transport).isEmpty)
        await bench.run(for: .seconds(60))
        let bodies = Self.pagerBodies(transport)
        #expect(bodies.count == 3)
        for text in ["one", "two", "three"] { #expect(bodies.contains { $0.contains(text) }) }
        await bench.run(for: .seconds(3_600))
        #expect(Self.pagerBodies(transport).count == 3, "once")
        transport.answer(RecordingTransport.slack)
        await bench.run(for: .seconds(1_200))
        for id in [first, second, third] { #expect(try await bench.state(id) == .delivered) }
    }
}

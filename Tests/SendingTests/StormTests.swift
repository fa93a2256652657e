import Alerts
import JSONText
import Outbox
import RelayTesting
import SQLiteStore
import Sending
import StandInSlack
import Testing

@Suite(.timeLimit(.minutes(10)))
struct StormTests {
    static func fold(_ bench: DeliveryBench, who: String) async throws {
        let now = bench.clock.now
        var summary = NewDelivery(
            rule: "break-glass", target: "slack", apiDestination: "slack", channel: "C0123ABCD", orderKey: "storm",
            request: DeliveryRequest(body: Array(#"{"channel":"C0123ABCD","text":"one use","blocks":[]}"#.utf8)))
        summary.kind = .summary
        let fold = StormFold(
            key: .init(rule: "break-glass", target: "slack", role: "1/R"), who: who, at: now, window: .seconds(600),
            summaryDelay: .seconds(30), summary: summary)
        let submission = Submission(
            eventID: nil, event: Array("{}".utf8), rules: ["break-glass"], use: nil, receivedAt: now,
            plan: { _ in DeliveryPlan(folds: [fold]) })
        guard case .accepted(let pending)? = try await bench.store.accept([submission], counting: []).first else {
            return
        }
        await bench.service.enqueue(pending)
    }

    @Test func oneMessageIsBroughtUpToDate() async throws {
        let transport = RecordingTransport()
        let bench = try DeliveryBench(
            try TestRules.slack("https://slack.com/api/chat.postMessage"), over: transport)
        try await Self.fold(bench, who: "bob")
        await bench.settle()
        for who in ["eve", "mallory"] { try await Self.fold(bench, who: who) }
        await bench.run(for: .seconds(10))
        let methods = transport.requests.map { $0.address.split(separator: "/").last.map(String.init) }
        #expect(methods.first == "chat.postMessage")
        #expect(methods.dropFirst().allSatisfy { $0 == "chat.update" })
        let last = try JSONDocument(parsing: try #require(transport.requests.last).body).root
        #expect(last["ts"]?.string == "1772442850.000100")
        #expect(last["text"]?.string?.hasPrefix("3 further uses of R in 1") == true)
        #expect(last["text"]?.string?.contains("latest by mallory") == true)
        #expect(try await bench.store.backlog().isEmpty)
    }

    @Test func aMessageThatIsGoneIsPostedAnew() async throws {
        let transport = RecordingTransport { request in
            let isUpdate = request.address.hasSuffix("chat.update")
            let body = isUpdate ? #"{"ok":false,"error":"message_not_found"}"# : #"{"ok":true,"ts":"1.2"}"#
            return .success(DestinationResponse(status: 200, body: Array(body.utf8)))
        }
        let bench = try DeliveryBench(
            try TestRules.slack("https://slack.com/api/chat.postMessage"), over: transport)
        try await Self.fold(bench, who: "bob")
        await bench.settle()
        try await Self.fold(bench, who: "eve")
        await bench.run(for: .seconds(10))
        let methods = transport.requests.map { $0.address.split(separator: "/").last.map(String.init) }
        #expect(methods == ["chat.postMessage", "chat.update", "chat.postMessage"])
        #expect(try await bench.store.backlog().isEmpty)
    }
}

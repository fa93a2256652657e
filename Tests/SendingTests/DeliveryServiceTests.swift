import Alerts
import JSONText
import Outbox
import RelayTesting
import SQLiteStore
import Sending
import Testing
import TextFormats

@Suite(.timeLimit(.minutes(10)))
struct DeliveryServiceTests {
    static let address = "https://slack.com/api/chat.postMessage"

    @Test func deliversAndPutsItOnRecord() async throws {
        let transport = RecordingTransport()
        let bench = try DeliveryBench(try TestRules.slack(Self.address), over: transport)
        let id = try await bench.accept(eventID: "event-1")
        await bench.settle()
        let record = try await bench.record(id)
        #expect(record.delivery.state == .delivered)
        #expect(record.attempts.map(\.outcome) == [.delivered])
        #expect(record.attempts.map(\.status) == [200])
        #expect(record.attempts.map(\.reason) == ["ok"])
        let request = try #require(transport.requests.first)
        #expect(transport.requests.count == 1)
        #expect(request.header("authorization") == "Bearer xoxb-test-token-0123456789")
        let metadata = try JSONDocument(parsing: request.body).root["metadata"]
        #expect(metadata?["event_type"]?.string == "relay_delivery")
        #expect(metadata?["event_payload"]?["delivery_id"]?.string == "\(id)")
        #expect(metadata?["event_payload"]?["event_id"]?.string == "event-1")
    }

    /// Nothing of the sort is sent, it is not tried again, and the destination is not at fault.
    @Test func aHeadThatIsTooLongBecomesADeadLetter() async throws {
        let transport = RecordingTransport()
        let rules = try TestRules.slack(Self.address, extras: ["otherwise: pager"], pager: "https://pager.example/")
        let bench = try DeliveryBench(rules, over: transport)
        var delivery = NewDelivery(
            rule: "break-glass", target: "slack", apiDestination: "slack", orderKey: "bob",
            request: DeliveryRequest(body: Array("{}".utf8)))
        delivery.request.headers = [.init(name: "X-Agent", value: String(repeating: "x", count: 66_000))]
        let id = try await bench.accept(delivery)
        await bench.run(for: .seconds(5))
        let record = try await bench.record(id)
        #expect(record.delivery.state == .dead)
        #expect(record.attempts.map(\.outcome) == [.oversized])
        let letter = try #require(record.delivery.deadLetter)
        #expect(letter.fault == .relay)
        #expect(letter.errorCode == .invalidParameter)
        #expect(letter.errorMessage.contains("header_parameters"))
        #expect(await bench.service.health().allSatisfy { $0.blockedBecause == nil })
        // It is told to those who stand in, whose request has a head of its own.
        #expect(transport.requests.map(\.address) == ["https://pager.example/"])
    }

    @Test func triesAgainUntilItArrives() async throws {
        let transport = RecordingTransport(RecordingTransport.status(503))
        let bench = try DeliveryBench(try TestRules.slack(Self.address), over: transport)
        let id = try await bench.accept()
        await bench.run(for: .seconds(60))
        #expect(transport.requests.count > 3)
        #expect(try await bench.state(id) == .pending)
        transport.answer(RecordingTransport.slack)
        await bench.run(for: .seconds(600))
        let record = try await bench.record(id)
        #expect(record.delivery.state == .delivered)
        #expect(record.attempts.last?.outcome == .delivered)
        #expect(record.attempts.dropLast().allSatisfy { $0.outcome == .failed && $0.status == 503 })
    }

    @Test func aMistakeInTheConfigurationIsToldOnceAndWaits() async throws {
        let transport = RecordingTransport(
            RecordingTransport.status(200, #"{"ok":false,"error":"token_revoked"}"#))
        let bench = try DeliveryBench(try TestRules.slack(Self.address), over: transport)
        let first = try await bench.accept()
        let second = try await bench.accept(key: "eve")
        await bench.run(for: .seconds(10))
        #expect(try await bench.state(first) == .waiting)
        #expect(try await bench.state(second) == .waiting)
        #expect(bench.reports.list.map(\.blockedBecause) == ["token_revoked"])
        #expect(bench.lines.all.count { $0.hasPrefix("critical") } == 1)
        #expect(await bench.service.health().first?.blockedBecause == "token_revoked")
        // Put right, and redriven by another process.
        transport.answer(RecordingTransport.slack)
        var filter = OutboxFilter()
        filter.states = [.waiting]
        let note = OperatorNote(who: "carol", why: "new token", at: bench.clock.now)
        #expect(try await bench.store.redrive(filter, because: note) == 2)
        await bench.service.readAgain()
        await bench.run(for: .seconds(10))
        #expect(try await bench.state(first) == .delivered)
        #expect(try await bench.state(second) == .delivered)
        #expect(await bench.service.health().first?.blockedBecause == nil)
    }

    @Test func blocksThatSlackRefusesAreSentAsPlainText() async throws {
        let transport = RecordingTransport { request in
            let root = (try? JSONDocument(parsing: request.body))?.root
            let body = root?["blocks"] == nil ? #"{"ok":true,"ts":"1.2"}"# : #"{"ok":false,"error":"invalid_blocks"}"#
            return .success(DestinationResponse(status: 200, body: Array(body.utf8)))
        }
        let bench = try DeliveryBench(try TestRules.slack(Self.address), over: transport)
        let id = try await bench.accept()
        await bench.run(for: .seconds(5))
        #expect(try await bench.record(id).attempts.map(\.outcome) == [.unrenderable, .delivered])
        #expect(transport.requests.count == 2)
        let root = try JSONDocument(parsing: try #require(transport.requests.last).body).root
        #expect(root["text"]?.string == "ALERT: bob")
        #expect(root["channel"]?.string == "C0123ABCD")
    }

    @Test func metadataThatSlackRefusesIsLeftOutFromThenOn() async throws {
        let transport = RecordingTransport { request in
            let root = (try? JSONDocument(parsing: request.body))?.root
            let body =
                root?["metadata"] == nil
                ? #"{"ok":true,"ts":"1.2"}"# : #"{"ok":false,"error":"metadata_must_be_sent_from_app"}"#
            return .success(DestinationResponse(status: 200, body: Array(body.utf8)))
        }
        let bench = try DeliveryBench(try TestRules.slack(Self.address), over: transport)
        let first = try await bench.accept()
        await bench.run(for: .seconds(5))
        #expect(try await bench.record(first).attempts.map(\.outcome) == [.unrenderable, .delivered])
        let second = try await bench.accept()
        await bench.run(for: .seconds(5))
        #expect(try await bench.record(second).attempts.map(\.outcome) == [.delivered])
    }

    @Test func aBodyThatIsRefusedTwiceIsADeadLetter() async throws {
        let transport = RecordingTransport(RecordingTransport.status(200, #"{"ok":false,"error":"msg_too_long"}"#))
        let bench = try DeliveryBench(try TestRules.slack(Self.address), over: transport)
        let id = try await bench.accept()
        await bench.run(for: .seconds(5))
        let record = try await bench.record(id)
        #expect(record.delivery.state == .dead)
        #expect(record.delivery.deadLetter?.fault == .destination)
        #expect(record.attempts.count == 2)
        #expect(record.attempts.allSatisfy { $0.excerpt == #"{"ok":false,"error":"msg_too_long"}"# })
    }

    @Test func aSecretThatIsMissingWaits() async throws {
        let transport = RecordingTransport()
        let bench = try DeliveryBench(
            try TestRules.slack(Self.address), over: transport, secrets: FixedSecrets(values: [:]))
        let id = try await bench.accept()
        await bench.settle()
        let record = try await bench.record(id)
        #expect(record.delivery.state == .waiting)
        #expect(record.delivery.deadLetter?.fault == .relay)
        #expect(record.delivery.deadLetter?.errorMessage == "the secret ${env:SLACK_BOT_TOKEN} is not there")
        #expect(transport.requests.isEmpty)
        #expect(bench.reports.list.count == 1)
    }

    @Test func aDestinationThatIsGoneFromTheRulesFileIsSaid() async throws {
        let transport = RecordingTransport(RecordingTransport.status(500))
        let bench = try DeliveryBench(try TestRules.slack(Self.address), over: transport)
        let id = try await bench.accept(to: "slack", channel: nil)
        await bench.settle()
        let text = TestRules.text(slack: Self.address).replacing(
            "slack:\n    connection", with: "chat:\n    connection"
        )
        .replacing("api_destination: slack", with: "api_destination: chat")
        await bench.service.replaceRules(try TestRules.load(text))
        await bench.run(for: .seconds(5))
        let record = try await bench.record(id)
        #expect(record.delivery.state == .waiting)
        #expect(record.attempts.last?.reason == "the API destination 'slack' is not in the rules file any more")
    }

    @Test func rulesAreReplacedWhileItRuns() async throws {
        let transport = RecordingTransport()
        let bench = try DeliveryBench(try TestRules.slack(Self.address), over: transport)
        await bench.service.replaceRules(try TestRules.slack("https://slack-gov.com/api/chat.postMessage"))
        try await bench.accept()
        await bench.settle()
        #expect(transport.requests.map(\.address) == ["https://slack-gov.com/api/chat.postMessage"])
    }

    /// The first to get through ends the outage, and may be ahead of its place; the others are in order.
    @Test func oneRoleUsesMessagesKeepTheirOrder() async throws {
        let transport = RecordingTransport(RecordingTransport.status(503))
        let bench = try DeliveryBench(try TestRules.slack(Self.address), over: transport)
        for number in 1...5 { try await bench.accept(#"{"channel":"C0123ABCD","text":"\#(number)"}"#) }
        await bench.run(for: .seconds(30))
        #expect(Set(try transport.requests.map(Self.text)) == ["1", "2", "3", "4", "5"], "each has had its try")
        transport.answer(RecordingTransport.slack)
        let before = transport.requests.count
        await bench.run(for: .seconds(600))
        let sent = try transport.requests.dropFirst(before).map(Self.text)
        #expect(sent.count == 5)
        #expect(Array(sent.dropFirst()) == ["1", "2", "3", "4", "5"].filter { $0 != sent.first })
    }

    /// Slack fails at one message for ever, in each of the ways in which it may. The same person's next use is told within
    /// seconds.
    @Test(arguments: [
        (500, ""), (429, ""), (200, #"{"ok":false,"error":"fatal_error"}"#), (200, "<html>"), (400, ""),
        (200, #"{"ok":false,"error":"invalid_blocks"}"#), (200, #"{"ok":false,"error":"is_archived"}"#),
    ])
    func aMessageThatIsAlwaysRefusedHoldsBackNothing(status: Int, body: String) async throws {
        let transport = RecordingTransport { request in
            let isRefused = String(decoding: request.body, as: UTF8.self).contains("unlucky")
            return .success(
                isRefused
                    ? DestinationResponse(status: status, body: Array(body.utf8))
                    : DestinationResponse(status: 200, body: Array(#"{"ok":true,"ts":"1.2"}"#.utf8)))
        }
        let bench = try DeliveryBench(try TestRules.slack(Self.address), over: transport)
        try await bench.accept(#"{"channel":"C0123ABCD","text":"unlucky"}"#)
        try await bench.accept(#"{"channel":"C0123ABCD","text":"the next"}"#)
        await bench.run(for: .seconds(10))
        #expect(try transport.requests.map(Self.text).contains("the next"))
        await bench.run(for: .seconds(3_600))
        try await bench.accept(#"{"channel":"C0123ABCD","text":"an hour later"}"#)
        await bench.run(for: .seconds(10))
        #expect(try transport.requests.map(Self.text).contains("an hour later"))
    }

    static func text(_ request: OutgoingRequest) throws -> String {
        try JSONDocument(parsing: request.body).root["text"]?.string ?? ""
    }

    @Test func aPauseIsObeyed() async throws {
        let transport = RecordingTransport { _ in .success(DestinationResponse(status: 429, retryAfter: "30")) }
        let bench = try DeliveryBench(try TestRules.slack(Self.address), over: transport)
        try await bench.accept(key: "a")
        await bench.settle()
        try await bench.accept(key: "b")
        await bench.run(for: .seconds(29))
        #expect(transport.requests.count == 1)
        let health = try #require(await bench.service.health().first)
        #expect(health.channel == nil)
        #expect(health.failuresInARow == 1)
        #expect(health.pausedUntil == bench.clock.now + .seconds(1), "the channel's pause is shown for its destination")
        transport.answer(RecordingTransport.slack)
        await bench.run(for: .seconds(5))
        #expect(transport.requests.count == 3)
    }

    @Test func whatWasOnItsWayAtACrashIsSentAgain() async throws {
        let transport = RecordingTransport()
        let bench = try DeliveryBench(try TestRules.slack(Self.address), over: transport, isOnDisk: true)
        let id = try await bench.accept()
        let lease = DeliveryLease(owner: "gone", until: bench.clock.now + DeliveryLease.duration)
        #expect(try await bench.store.begin([id], at: bench.clock.now, as: lease).map(\.state) == [.sending])
        let next = DeliveryService(
            store: bench.store, rules: try TestRules.slack(Self.address), secrets: FixedSecrets(), transport: transport,
            clock: bench.clock, logger: LogRecorder.logger(bench.lines))
        try await next.recover()
        await next.proceed()
        await next.untilQuiet()
        #expect(try await bench.record(id).attempts.map(\.outcome) == [.interrupted, .delivered])
    }
}

import Alerts
import Outbox
import RelayTesting
import Rules
import Sending
import Synchronization
import Testing
import TextFormats

/// What waits for the configuration to be mended, and is sent once it is.
@Suite(.timeLimit(.minutes(2)))
struct WaitingTests {
    private static let address = "https://slack.com/api/chat.postMessage"
    private static let revoked = RecordingTransport.status(200, #"{"ok":false,"error":"token_revoked"}"#)

    private static func bench(
        _ transport: RecordingTransport, secrets: FixedSecrets = FixedSecrets(), isOnDisk: Bool = false
    ) throws -> DeliveryBench {
        try DeliveryBench(try TestRules.slack(address), over: transport, secrets: secrets, isOnDisk: isOnDisk)
    }

    /// Puts deliveries of so many people into the store, and lets them be refused.
    private static func held(_ count: Int, in bench: DeliveryBench, channel: String = "C0123ABCD") async throws
        -> [DeliveryID]
    {
        var ids: [DeliveryID] = []
        for number in 0..<count { ids.append(try await bench.accept(channel: channel, key: "person-\(number)")) }
        await bench.run(for: .seconds(40))
        for id in ids { #expect(try await bench.state(id) == .waiting) }
        return ids
    }

    private static func states(_ ids: [DeliveryID], in bench: DeliveryBench) async throws -> Set<DeliveryState> {
        var states: Set<DeliveryState> = []
        for id in ids { states.insert(try await bench.state(id)) }
        return states
    }

    @Test(arguments: [false, true]) func theNextSuccessSendsTheOldestFirst(isOnDisk: Bool) async throws {
        let transport = RecordingTransport(Self.revoked)
        let bench = try Self.bench(transport, isOnDisk: isOnDisk)
        let ids = try await Self.held(5, in: bench)
        transport.answer(RecordingTransport.slack)
        let before = transport.requests.count
        let next = try await bench.accept(key: "eve")
        await bench.run(for: .seconds(15))
        #expect(try await Self.states(ids + [next], in: bench) == [.delivered])
        let sent = transport.requests.dropFirst(before).compactMap { request in
            String(decoding: request.body, as: UTF8.self).firstMatch(of: /"delivery_id":"(\d+)"/)?.output.1
        }
        #expect(sent.map(String.init) == [next.text] + ids.map(\.text))
        #expect(try await bench.store.balance().isBalanced)
    }

    /// Alerts are rare: nobody should have to wait for the next one, nor do anything but mend what was wrong.
    @Test func withoutAnyTrafficItIsTriedByItself() async throws {
        let transport = RecordingTransport(Self.revoked)
        let bench = try Self.bench(transport)
        let ids = try await Self.held(5, in: bench)
        let before = transport.requests.count
        await bench.run(for: .seconds(86_400))
        let tries = transport.requests.count - before
        #expect((90...110).contains(tries), "one at a time, each quarter of an hour: \(tries)")
        #expect(try await bench.record(ids[4]).attempts.count > 10, "in turns, so that none stands before the others")
        transport.answer(RecordingTransport.slack)
        await bench.run(for: WaitingSchedule.periodLimit + .seconds(10))
        #expect(try await Self.states(ids, in: bench) == [.delivered])
    }

    @Test func otherRulesTryItAtOnce() async throws {
        let secrets = FixedSecrets(values: ["RENAMED_TOKEN": "xoxb-renamed"])
        let transport = RecordingTransport()
        let bench = try Self.bench(transport, secrets: secrets)
        let ids = try await Self.held(3, in: bench)
        #expect(transport.requests.isEmpty)
        let mended = TestRules.text(slack: Self.address).replacing("SLACK_BOT_TOKEN", with: "RENAMED_TOKEN")
        await bench.service.replaceRules(try TestRules.load(mended))
        await bench.run(for: .seconds(10))
        #expect(try await Self.states(ids, in: bench) == [.delivered])
    }

    @Test func aStartTriesItAtOnceAndKnowsWhatIsWrong() async throws {
        let transport = RecordingTransport(Self.revoked)
        let bench = try Self.bench(transport, isOnDisk: true)
        let ids = try await Self.held(3, in: bench)
        let next = DeliveryService(
            store: bench.store, rules: try TestRules.slack(Self.address), secrets: FixedSecrets(),
            transport: transport, clock: bench.clock, logger: LogRecorder.logger(bench.lines))
        try await next.recover()
        #expect(await next.health().map(\.blockedBecause) == ["token_revoked"], "before anything was tried")
        transport.answer(RecordingTransport.slack)
        for _ in 0..<10 {
            await next.proceed()
            await next.untilQuiet()
            bench.clock.advance(by: .seconds(1))
        }
        #expect(try await Self.states(ids, in: bench) == [.delivered])
        #expect(await next.health().map(\.blockedBecause) == [nil])
    }

    @Test func aChannelsOwnTroubleIsNotEndedByAnother() async throws {
        let transport = RecordingTransport { request in
            let isArchived = String(decoding: request.body, as: UTF8.self).contains("C0ARCHIVED")
            let body = isArchived ? #"{"ok":false,"error":"is_archived"}"# : #"{"ok":true,"ts":"1.2"}"#
            return .success(DestinationResponse(status: 200, body: Array(body.utf8)))
        }
        let bench = try Self.bench(transport)
        let id = try await bench.accept(#"{"channel":"C0ARCHIVED","text":"x"}"#, channel: "C0ARCHIVED")
        await bench.run(for: .seconds(5))
        for number in 0..<60 {
            try await bench.accept(key: "person-\(number)")
            await bench.run(for: .seconds(5))
        }
        #expect(try await bench.state(id) == .waiting)
        let attempts = try await bench.record(id).attempts.count
        #expect((2...8).contains(attempts), "\(attempts) attempts in five minutes")
        #expect(try await bench.store.waiting().map(\.reason) == ["is_archived"])
    }

    @Test func moreThanOneTransactionReleases() async throws {
        let transport = RecordingTransport(Self.revoked)
        let bench = try Self.bench(transport, isOnDisk: true)
        let count = WaitingRelease.batchLimit + 20
        let rules = try TestRules.slack(
            Self.address, extras: ["invocation_rate_limit_per_second: 300", "messages_per_second_per_channel: 300"])
        await bench.service.replaceRules(rules)
        let ids = try await Self.held(count, in: bench)
        transport.answer(RecordingTransport.slack)
        try await bench.accept(key: "eve")
        await bench.run(for: .seconds(30))
        #expect(try await Self.states(ids, in: bench) == [.delivered])
    }
}

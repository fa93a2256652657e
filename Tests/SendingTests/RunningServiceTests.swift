import Alerts
import Logging
import Outbox
import RelayTesting
import SQLiteStore
import ScratchFolders
import Sending
import StandInSlack
import Synchronization
import Testing

/// `run()`, from the start to the end, over real connections.
@Suite(.timeLimit(.minutes(10)))
struct RunningServiceTests {
    static func withSlack(_ body: (StandInSlack, HTTPClientTransport) async throws -> Void) async throws {
        let slack = StandInSlack()
        try await slack.start()
        let transport = HTTPClientTransport(timeout: .seconds(30))
        do { try await body(slack, transport) } catch {
            await transport.shutDown()
            await slack.stop()
            throw error
        }
        await transport.shutDown()
        await slack.stop()
    }

    @Test func deliversToARealServerUntilItIsToldToStop() async throws {
        try await Self.withSlack { slack, transport in
            let rules = try TestRules.slack(slack.address + "/api/chat.postMessage")
            let bench = try DeliveryBench(rules, over: transport)
            // Accepted before it runs: found in the store.
            let first = try await bench.accept()
            let run = Task { try await bench.service.run() }
            await slack.untilRequested(1)
            let second = try await bench.accept(key: "eve")
            await slack.untilRequested(2)
            await bench.service.untilQuiet()
            run.cancel()
            try await run.value
            #expect(try await bench.state(first) == .delivered)
            #expect(try await bench.state(second) == .delivered)
            #expect(slack.messages.compactMap(\.deliveryID) == ["\(first)", "\(second)"])
        }
    }

    /// Otherwise a delivery that has just begun would be recovered as one that a crash left, and be sent twice.
    @Test func nothingStartsBeforeACrashHasBeenSeenTo() async throws {
        let transport = RecordingTransport()
        let bench = try DeliveryBench(try TestRules.slack("https://slack.com/api/chat.postMessage"), over: transport)
        let id = try await bench.accept()
        #expect(await bench.service.proceed() == nil)
        await bench.service.untilQuiet()
        #expect(transport.requests.isEmpty)
        #expect(try await bench.state(id) == .pending)
        await bench.settle()
        #expect(try await bench.record(id).attempts.map(\.outcome) == [.delivered])
    }

    @Test func anotherProcesssRedriveIsNoticed() async throws {
        let transport = RecordingTransport(RecordingTransport.status(400))
        let bench = try DeliveryBench(
            try TestRules.slack("https://slack.com/api/chat.postMessage"), over: transport, isOnDisk: true)
        let id = try await bench.accept()
        await bench.settle()
        #expect(try await bench.state(id) == .dead)
        await bench.service.lookForChanges()
        transport.answer(RecordingTransport.slack)
        let other = try SQLiteAlertStore(bench.folder.path("relay.db"), for: .write)
        var filter = OutboxFilter()
        filter.ids = [id]
        #expect(try await other.redrive(filter, because: .init(who: "carol", why: "fixed", at: bench.clock.now)) == 1)
        await bench.service.lookForChanges()
        await bench.run(for: .seconds(2))
        #expect(try await bench.state(id) == .delivered)
    }

    @Test func atTheEndWhatIsOnItsWayHasABoundedTime() async throws {
        let gate = Gate()
        let transport = RecordingTransport { _ in
            // Answers when it is cancelled, as a real one does.
            await withTaskCancellationHandler {
                await gate.wait()
            } onCancel: {
                Task { await gate.open() }
            }
            return Task.isCancelled ? .failure(.cancelled) : .success(DestinationResponse(status: 200))
        }
        var settings = DeliveryService.Settings()
        settings.drainTime = .milliseconds(20)
        let bench = try DeliveryBench(
            try TestRules.slack("https://slack.com/api/chat.postMessage"), over: transport, settings: settings)
        let first = try await bench.accept()
        let run = Task { try await bench.service.run() }
        await gate.untilWaiting()
        run.cancel()
        await bench.clock.untilSleeping()
        bench.clock.advance(by: .milliseconds(19))
        #expect(bench.clock.sleeperCount == 1, "its time is not over")
        bench.clock.advance(by: .milliseconds(1))
        try await run.value
        let record = try await bench.record(first)
        #expect(record.delivery.state == .pending)
        #expect(record.attempts.map(\.outcome) == [.interrupted], "its outcome is unknown")
        #expect(record.delivery.interruptions == 0, "relay ended as it was asked to")
        let second = try await bench.accept(key: "eve")
        #expect(try await bench.state(second) == .pending, "nothing starts any more")
        #expect(transport.requests.count == 1)
    }

    @Test func atTheEndWhatIsOnItsWayIsWaitedFor() async throws {
        let gate = Gate()
        let transport = RecordingTransport { _ in
            await gate.wait()
            return .success(DestinationResponse(status: 200, body: Array(#"{"ok":true,"ts":"1.1"}"#.utf8)))
        }
        let bench = try DeliveryBench(try TestRules.slack("https://slack.com/api/chat.postMessage"), over: transport)
        let id = try await bench.accept()
        let run = Task { try await bench.service.run() }
        await gate.untilWaiting()
        run.cancel()
        await bench.clock.untilSleeping()
        await gate.open()
        try await run.value
        #expect(try await bench.state(id) == .delivered)
    }

    /// A store that is full for a while.
    @Test func anOutcomeThatCannotBePutOnRecordIsKeptAndNotSentAgain() async throws {
        let transport = RecordingTransport()
        let faults = FaultyStore.Faults()
        let bench = try DeliveryBench(
            try TestRules.slack("https://slack.com/api/chat.postMessage"), over: transport,
            wrapping: { FaultyStore($0, faults) })
        faults.fail(.settle, times: 5)
        let id = try await bench.accept()
        try await bench.service.recover()
        await bench.service.proceed()
        // Each failure is followed by a wait; nothing else sleeps.
        for _ in 0..<5 {
            await bench.clock.untilSleeping()
            #expect(try await bench.state(id) == .sending)
            bench.clock.advance(by: DeliveryService.storeRetryDelays.upperBound)
        }
        await bench.service.untilQuiet()
        #expect(try await bench.state(id) == .delivered)
        #expect(transport.requests.count == 1)
    }

    @Test func whatCannotBeBegunIsSentLater() async throws {
        let transport = RecordingTransport()
        let faults = FaultyStore.Faults()
        let bench = try DeliveryBench(
            try TestRules.slack("https://slack.com/api/chat.postMessage"), over: transport,
            wrapping: { FaultyStore($0, faults) })
        faults.fail(.begin, times: 1)
        let id = try await bench.accept()
        await bench.settle()
        #expect(transport.requests.isEmpty)
        #expect(bench.lines.all.contains { $0.contains("the store cannot be written") })
        await bench.run(for: .seconds(11))
        #expect(try await bench.state(id) == .delivered)
    }

    @Test func everyVerdictIsALine() async throws {
        let transport = RecordingTransport { _ in .success(DestinationResponse(status: 500)) }
        let bench = try DeliveryBench(try TestRules.slack("https://slack.com/api/chat.postMessage"), over: transport)
        let id = try await bench.accept(#"{"channel":"C0123ABCD","text":"body text"}"#)
        await bench.settle()
        transport.answer(RecordingTransport.slack)
        await bench.run(for: .seconds(10))
        let lines = bench.lines.all.filter { $0.contains("delivery=\(id)") }
        #expect(lines.count == 2)
        for part in ["rule=break-glass", "destination=slack", "channel=C0123ABCD", "latency_ms="] {
            #expect(lines.allSatisfy { $0.contains(part) })
        }
        #expect(lines.first?.contains("outcome=failed") == true)
        #expect(lines.first?.contains("attempt=1") == true)
        #expect(lines.last?.contains("outcome=delivered") == true)
        #expect(lines.last?.contains("attempt=2") == true)
        #expect(!lines.contains { $0.contains("body text") || $0.contains("xoxb") })
    }
}

import Outbox
import RelayTesting
import Sending
import Testing

/// A delivery that is on its way each time when relay ends without having been asked to.
@Suite(.timeLimit(.minutes(2)))
struct InterruptedDeliveryTests {
    /// Puts on record that a sender which is gone had begun a delivery.
    private static func interrupt(_ id: DeliveryID, on bench: DeliveryBench) async throws {
        let lease = DeliveryLease(owner: "gone", until: bench.clock.now)
        #expect(try await bench.store.begin([id], at: bench.clock.now, as: lease).count == 1)
        _ = try await bench.service.recover()
        await bench.service.readAgain()
    }

    @Test func isSetAsideAndSaid() async throws {
        let transport = RecordingTransport()
        let bench = try DeliveryBench(try TestRules.slack(DeliveryServiceTests.address), over: transport)
        let id = try await bench.accept()
        try await Self.interrupt(id, on: bench)
        #expect(!bench.lines.all.contains { $0.hasPrefix("critical") }, "once may be chance")
        try await Self.interrupt(id, on: bench)
        let told = bench.lines.all.filter { $0.hasPrefix("critical") }
        #expect(told.count == 1)
        #expect(told.first?.contains("is set aside for a while") == true)
        #expect(told.first?.contains("delivery=\(id)") == true)
        let other = try await bench.accept(key: "eve")
        await bench.run(for: .seconds(29))
        #expect(try await bench.state(other) == .delivered)
        #expect(try await bench.state(id) == .pending)
        await bench.run(for: .seconds(2))
        let record = try await bench.record(id)
        #expect(record.delivery.state == .delivered)
        #expect(record.attempts.map(\.outcome) == [.interrupted, .interrupted, .delivered])
        #expect(record.delivery.interruptions == 0)
    }

    @Test func isGivenUpWithoutBeingSentOnceMore() async throws {
        let transport = RecordingTransport()
        let rules = try TestRules.slack(
            DeliveryServiceTests.address, extras: ["otherwise: pager"], pager: "https://pager.example/")
        let bench = try DeliveryBench(rules, over: transport)
        let id = try await bench.accept()
        for _ in 0..<InterruptionPolicy.limit { try await Self.interrupt(id, on: bench) }
        await bench.run(for: .seconds(5))
        let record = try await bench.record(id)
        #expect(record.delivery.state == .dead)
        #expect(record.delivery.deadLetter?.errorCode == .internalError)
        #expect(transport.requests.map(\.address) == ["https://pager.example/"], "those who stand in are told")
        // By hand it is sent, with a row of its own.
        let note = OperatorNote(who: "carol", why: "mended", at: bench.clock.now)
        var filter = OutboxFilter()
        filter.ids = [id]
        #expect(try await bench.store.redrive(filter, because: note) == 1)
        await bench.service.readAgain()
        await bench.run(for: .seconds(5))
        #expect(try await bench.state(id) == .delivered)
    }
}

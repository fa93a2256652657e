import Alerts
import Outbox
import RelayTesting
import Rules
import SQLiteStore
import Sending
import Testing
import TextFormats

/// The clock is set while deliveries wait. ``DeliveryBench`` has the steady time; what is set is how it shows.
@Suite(.timeLimit(.minutes(2)))
struct ClockTests {
    private static let address = "https://slack.com/api/chat.postMessage"

    /// Sets the clock of a bench as `relay serve` does.
    private static func set(_ bench: DeliveryBench, by difference: Duration) async {
        let (store, clock) = (bench.store, bench.clock)
        await bench.service.follow {
            let shift = TimeShift(from: clock.now, to: clock.now + difference)
            try? await store.keep(StoreTime(seenAt: shift.to, pruningAt: shift.to), shifting: shift)
            clock.set(to: shift.to)
            return difference
        }
    }

    @Test(arguments: [3_600, -3_600, 86_400, -86_400, 157_680_000], [false, true])
    func whatWaitsForItsNextTryKeepsItsDistance(seconds: Int, isOnDisk: Bool) async throws {
        let transport = RecordingTransport(RecordingTransport.status(503))
        let bench = try DeliveryBench(try TestRules.slack(Self.address), over: transport, isOnDisk: isOnDisk)
        var ids: [DeliveryID] = []
        for number in 0..<10 { ids.append(try await bench.accept(key: "person-\(number)")) }
        await bench.run(for: .seconds(30))
        let before = transport.requests.count
        await Self.set(bench, by: .seconds(seconds))
        await bench.run(for: .seconds(60))
        #expect(transport.requests.count > before, "tried on as before")
        for id in ids { #expect(try await bench.state(id) == .pending, "not given up") }
        transport.answer(RecordingTransport.slack)
        await bench.run(for: .seconds(120))
        for id in ids { #expect(try await bench.state(id) == .delivered) }
    }

    /// Otherwise a clock that is set again and again would keep a delivery from ever being given up.
    @Test func theTimeToTryEndsAfterTheTimeThatHasPassed() async throws {
        let transport = RecordingTransport(RecordingTransport.status(503))
        let bench = try DeliveryBench(try TestRules.slack(Self.address), over: transport)
        let id = try await bench.accept()
        for turn in 0..<24 {
            #expect(try await bench.state(id) == .pending, "after \(turn) hours")
            await bench.run(for: .seconds(3_600))
            await Self.set(bench, by: .seconds(turn.isMultiple(of: 2) ? 50_000 : -70_000))
        }
        #expect(try await bench.state(id) == .dead)
    }

    @Test func aPauseAndWhatWaitsForTheConfigurationKeepTheirDistance() async throws {
        let transport = RecordingTransport { request in
            let isArchived = String(decoding: request.body, as: UTF8.self).contains("C0ARCHIVED")
            return isArchived
                ? .success(DestinationResponse(status: 200, body: Array(#"{"ok":false,"error":"is_archived"}"#.utf8)))
                : .success(DestinationResponse(status: 429, retryAfter: "600"))
        }
        let bench = try DeliveryBench(try TestRules.slack(Self.address), over: transport)
        let archived = try await bench.accept(#"{"channel":"C0ARCHIVED","text":"x"}"#, channel: "C0ARCHIVED")
        try await bench.accept(key: "eve")
        await bench.run(for: .seconds(10))
        #expect(transport.requests.count == 2)
        await Self.set(bench, by: .seconds(-3_600))
        await bench.run(for: .seconds(45))
        #expect(transport.requests.count == 2)
        await bench.run(for: .seconds(10))
        #expect(try await bench.record(archived).attempts.count == 2, "tried after a minute")
        await bench.run(for: .seconds(500))
        let tries = transport.requests.count { !String(decoding: $0.body, as: UTF8.self).contains("C0ARCHIVED") }
        #expect(tries == 1, "still paused")
        await bench.run(for: .seconds(60))
        let later = transport.requests.count { !String(decoding: $0.body, as: UTF8.self).contains("C0ARCHIVED") }
        #expect(later == 2)
    }

    @Test func aTimeThatCannotBeTakenOverChangesNothing() async throws {
        let transport = RecordingTransport(RecordingTransport.status(503))
        let bench = try DeliveryBench(try TestRules.slack(Self.address), over: transport)
        let id = try await bench.accept()
        await bench.settle()
        let due = try await bench.record(id).delivery.dueAt
        await bench.service.follow { nil }
        #expect(await bench.service.proceed() == due)
    }

    /// It must be the delivery's own time that it is tried for, which goes by what was read before.
    @Test func nothingStartsWhileTheTimeIsSet() async throws {
        let transport = RecordingTransport()
        let bench = try DeliveryBench(try TestRules.slack(Self.address), over: transport)
        await bench.settle()
        await bench.service.follow {
            let id = try? await bench.accept()
            await bench.service.untilQuiet()
            #expect(transport.requests.isEmpty)
            #expect(id != nil)
            return nil
        }
        await bench.settle()
        #expect(transport.requests.count == 1)
    }
}

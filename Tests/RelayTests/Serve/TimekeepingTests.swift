import Alerts
import Diagnostics
import Logging
import Outbox
import RelayTesting
import Rules
import Sending
import Testing
import TextFormats

@testable import relay

/// Starts of a relay whose clock is not what it was, on one store.
struct TimekeepingTests {
    private static let day = Duration.seconds(86_400)

    private struct NoSecrets: SecretSource {
        func secret(_ reference: SecretReference) throws(SecretError) -> String {
            throw SecretError(.missing, of: reference)
        }
    }

    private struct NoTransport: HTTPTransport {
        func send(_ request: OutgoingRequest) async throws(TransportFailure) -> DestinationResponse {
            throw .unreachable(reason: "none")
        }
    }

    private static func timekeeping(_ store: InMemoryAlertStore, _ clock: SteadyClock) throws -> Timekeeping {
        let (file, problems) = RulesFile.load(.init(name: "relay.yaml", text: "version: 1\nrules: {}\n"))
        let rules = CompiledRules(try #require(file, "\(problems)"))
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let delivery = DeliveryService(
            store: store, rules: rules, secrets: NoSecrets(), transport: NoTransport(), clock: clock, logger: logger)
        return Timekeeping(store: store, clock: clock, delivery: delivery, logger: logger)
    }

    private static func delivery(in store: InMemoryAlertStore) async throws -> Delivery {
        try #require(try await store.deliveries(OutboxFilter(), limit: 1).first)
    }

    private static func store() async throws -> InMemoryAlertStore {
        let store = InMemoryAlertStore()
        _ = try await store.accept(
            [Sample.submission(of: Sample.use("a"), receivedAt: MachineClocks.start)], counting: [])
        return store
    }

    @Test func aNewStoreLearnsTheTime() async throws {
        let store = InMemoryAlertStore()
        let time = try Self.timekeeping(store, MachineClocks().clock)
        try await time.resume()
        let now = MachineClocks.start
        #expect(try await store.time() == StoreTime(seenAt: now, pruningAt: now))
        #expect(time.report == ClockReport())
        #expect(time.pruningTime(elapsed: .zero) == now)
    }

    /// One start with a clock that is five years ahead, then one with a clock that is right.
    @Test func oneStartWithAWrongClockChangesNothing() async throws {
        let store = try await Self.store()
        let before = try await Self.delivery(in: store)
        let machine = MachineClocks()
        try await Self.timekeeping(store, machine.clock).resume()
        machine.set(by: Self.day * 1_826)
        let wrong = try Self.timekeeping(store, machine.clock)
        try await wrong.resume()
        #expect(wrong.pruningTime(elapsed: .zero) == MachineClocks.start)
        #expect(wrong.report.remarks.count == 1)
        let moved = try await Self.delivery(in: store)
        #expect(moved.dueAt == before.dueAt)
        #expect(moved.startedAt == before.startedAt + Self.day * 1_826, "its time to try has not passed")
        machine.set(by: .zero - Self.day * 1_826)
        let right = try Self.timekeeping(store, machine.clock)
        try await right.resume()
        #expect(right.report.remarks.isEmpty)
        let back = try await Self.delivery(in: store)
        #expect(back.startedAt == before.startedAt)
        #expect(back.dueAt == before.dueAt - Self.day * 1_826, "due at once")
        #expect(right.pruningTime(elapsed: .zero) == MachineClocks.start)
    }

    @Test func aClockThatWasSetBackBetweenStartsHoldsNothingUp() async throws {
        let store = try await Self.store()
        let before = try await Self.delivery(in: store)
        let machine = MachineClocks()
        try await Self.timekeeping(store, machine.clock).resume()
        machine.set(by: .seconds(-3_600))
        try await Self.timekeeping(store, machine.clock).resume()
        let after = try await Self.delivery(in: store)
        #expect(after.dueAt == before.dueAt - .seconds(3_600))
        #expect(after.startedAt == before.startedAt - .seconds(3_600))
    }

    @Test(.timeLimit(.minutes(1))) func aClockThatIsSetWhileRelayRunsIsTakenOver() async throws {
        let store = try await Self.store()
        let before = try await Self.delivery(in: store)
        let machine = MachineClocks()
        let clock = machine.clock
        let time = try Self.timekeeping(store, clock)
        try await time.resume()
        let run = Task { try await time.run() }
        machine.set(by: Self.day)
        while time.report.leaps == 0 { try await Task.sleep(for: .milliseconds(5)) }
        run.cancel()
        _ = await run.result
        #expect(clock.now == MachineClocks.start + Self.day)
        #expect(time.report.lastLeap == Self.day)
        #expect(time.report.pruningLag == Self.day)
        let after = try await Self.delivery(in: store)
        #expect(after.dueAt == before.dueAt + Self.day)
        #expect(after.startedAt == before.startedAt + Self.day)
        #expect(try await store.time()?.pruningAt == MachineClocks.start)
    }
}

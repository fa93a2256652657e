import Alerts
import Logging
import Outbox
import RelayTesting
import Rules
import SQLiteStore
import ScratchFolders
import SeededGenerators
import Sending
import Synchronization
import Testing
import TextFormats

/// A delivery service on a real store, with a clock moved by hand.
final class DeliveryBench: Sendable {
    let clock = HandClock()
    let folder: ScratchFolder
    let store: SQLiteAlertStore
    let service: DeliveryService
    let lines = LogRecorder.Lines()

    init(
        _ rules: LiveRules, over transport: any HTTPTransport, secrets: FixedSecrets = FixedSecrets(),
        settings: DeliveryService.Settings = .init(), seed: UInt64 = 1,
        wrapping: ((SQLiteAlertStore) -> any LedgerStore)? = nil
    ) throws {
        folder = try ScratchFolder(inMemory: true)
        let clock = clock
        store = try SQLiteAlertStore(folder.path("relay.db"), for: .serve, now: { clock.now })
        let reports = Reports()
        service = DeliveryService(
            store: wrapping?(store) ?? store, rules: rules, secrets: secrets, transport: transport, clock: clock,
            logger: LogRecorder.logger(lines), settings: settings, random: SeededRandom(seed: seed),
            onBlocked: { reports.add($0) })
        self.reports = reports
    }

    final class Reports: Sendable {
        private let all = Mutex<[DestinationHealth]>([])
        func add(_ health: DestinationHealth) { all.withLock { $0.append(health) } }
        var list: [DestinationHealth] { all.withLock { $0 } }
    }

    let reports: Reports

    /// Puts a delivery into the store, and hands it to the service.
    @discardableResult
    func accept(
        _ body: String = #"{"channel":"C0123ABCD","text":"ALERT: bob","blocks":[]}"#, to destination: String = "slack",
        channel: String? = "C0123ABCD", key: String = "bob", event: String = #"{"id":"event-1"}"#,
        policy: RetryPolicy = RetryPolicy(), eventID: String? = nil
    ) async throws -> DeliveryID {
        var delivery = NewDelivery(
            rule: "break-glass", target: "slack", apiDestination: destination, channel: channel, orderKey: key,
            request: DeliveryRequest(body: Array(body.utf8)), retryPolicy: policy)
        delivery.kind = .alert
        return try await accept(delivery, event: event, eventID: eventID)
    }

    @discardableResult
    func accept(_ delivery: NewDelivery, event: String = "{}", eventID: String? = nil) async throws -> DeliveryID {
        let submission = Submission(
            eventID: eventID, event: Array(event.utf8), rules: ["break-glass"], use: nil, receivedAt: clock.now,
            plan: { _ in DeliveryPlan(deliveries: [delivery]) })
        guard case .accepted(let pending)? = try await store.accept([submission], counting: []).first else {
            throw NotAccepted()
        }
        await service.enqueue(pending)
        return try #require(pending.first).id
    }

    struct NotAccepted: Error {}

    /// Goes on until nothing more happens at this moment.
    func settle() async {
        if await !service.isReady { try? await service.recover() }
        await service.proceed()
        await service.untilQuiet()
    }

    /// Moves time from event to event until `moment`.
    ///
    /// - Parameter turns: a bound, in case time does not get there.
    func run(until moment: Timestamp, turns: Int = 1_000_000) async {
        for _ in 0..<turns {
            await settle()
            guard let next = await service.proceed(), next <= moment else {
                // It may have started something just now.
                await service.untilQuiet()
                if let next = await service.proceed(), next <= moment { continue }
                break
            }
            clock.advance(to: max(next, clock.now))
        }
        clock.advance(to: moment)
        await settle()
    }

    func run(for duration: Duration) async { await run(until: clock.now + duration) }

    func record(_ id: DeliveryID) async throws -> DeliveryRecord { try #require(try await store.delivery(id)) }

    func state(_ id: DeliveryID) async throws -> DeliveryState { try await record(id).delivery.state }
}

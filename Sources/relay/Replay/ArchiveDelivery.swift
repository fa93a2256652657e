internal import Alerts
internal import CloudTrail
internal import Diagnostics
internal import JSONText
internal import Logging
internal import Outbox
internal import Sending
internal import TextFormats

/// Sends the messages of an archive's matches to one API destination, through the same outbox as live alerts.
///
/// What was alerted before is not alerted again, and what is sent says that it is late. Where a `relay serve` has the
/// store it also does the sending; otherwise the replay does, and leaves to the next `relay serve` what cannot be sent
/// now. Other deliveries of the outbox are left alone.
struct ArchiveDelivery {
    /// What came of it.
    struct Tally: Hashable {
        /// Deliveries.
        var queued = 0
        /// Events that had been alerted before, further copies in the archive included.
        var duplicates = 0
        /// Of those queued, how many are in which state at the end; nil where a `relay serve` sees to them.
        var states: [DeliveryState: Int]?
    }

    /// How many events share a transaction.
    static let batchEvents = 200
    /// How long to wait before it is counted again how many are left: at least this long, at most the limit, and between
    /// them fifty times as long as the counting took.
    static let pollInterval: Duration = .milliseconds(100)
    static let pollIntervalLimit: Duration = .seconds(5)

    let apiDestination: String
    private(set) var tally = Tally()
    private let rules: CompiledRules
    private let store: any OpenStore
    private let isServed: Bool
    private let secrets: ProcessSecrets
    private let receivedAt: Timestamp
    private var judge: EventJudge
    private var batch: [Submission] = []
    private var queued: [DeliveryID] = []

    /// - Throws: ``StoreError``.
    init(
        rules: CompiledRules, apiDestination: String, store location: StoreLocation, secrets: ProcessSecrets
    ) throws(StoreError) {
        self.rules = rules
        self.apiDestination = apiDestination
        self.secrets = secrets
        receivedAt = SystemClock().now
        judge = EventJudge(rules)
        judge.destination = apiDestination
        (store, isServed) = try Self.open(location)
    }

    /// Opens a store as its server where there is none, so that none begins while this one sends.
    private static func open(_ location: StoreLocation) throws(StoreError) -> (any OpenStore, isServed: Bool) {
        do throws(StoreError) {
            return (try location.open(for: .serve), false)
        } catch {
            guard error.reason == .inUse else { throw error }
            return (try location.open(for: .record), true)
        }
    }

    /// Takes a matching event.
    mutating func add(_ event: MatchedEvent) async throws {
        batch.append(judge.submission(of: event, receivedAt: receivedAt, origin: .archive))
        if batch.count >= Self.batchEvents { try await flush() }
    }

    private mutating func flush() async throws(StoreError) {
        guard !batch.isEmpty else { return }
        for acceptance in try await store.accept(batch, counting: []) {
            switch acceptance {
            case .accepted(let deliveries):
                queued += deliveries.map(\.id)
                tally.queued = queued.count
            case .duplicate: tally.duplicates += 1
            case .failed(let error): throw error
            }
        }
        batch = []
    }
}

// MARK: - Sending

extension ArchiveDelivery {
    /// Queues what has gathered. Sends what is due unless a `relay serve` has the store.
    ///
    /// - Parameters:
    ///   - isInterrupted: asked often; once true, what is not sent is left in the outbox.
    ///   - progress: told now and then how many are left.
    mutating func finish(isInterrupted: () -> Bool, progress: (Int) -> Void) async throws {
        try await flush()
        defer { store.close() }
        guard !isServed else { return }
        if !queued.isEmpty, !isInterrupted() { try await send(isInterrupted: isInterrupted, progress: progress) }
        tally.states = try await states()
    }

    private func send(isInterrupted: () -> Bool, progress: (Int) -> Void) async throws {
        let clock = SystemClock()
        let log = LogLines(
            label: "delivery", format: .text, level: .error, writer: .standardError(.text, clock: clock), clock: clock)
        let transport = HTTPClientTransport()
        let service = DeliveryService(
            store: ChosenDeliveries(of: Set(queued), in: store), rules: rules, secrets: secrets, transport: transport,
            clock: clock, logger: Logger(label: "delivery") { _ in log })
        let sending = Task { try await service.run() }
        do {
            while !isInterrupted() {
                let start = ContinuousClock.now
                let left = try await due(at: clock.now)
                progress(left)
                if left == 0 { break }
                let pause = (ContinuousClock.now - start) * 50
                try await Task.sleep(for: min(max(pause, Self.pollInterval), Self.pollIntervalLimit))
            }
        } catch {
            sending.cancel()
            _ = await sending.result
            await transport.shutDown()
            throw error
        }
        // What is on its way is given its time.
        sending.cancel()
        let result = await sending.result
        await transport.shutDown()
        try result.get()
    }

    /// How many are still to be sent now. What is to be tried again later is not waited for.
    private func due(at now: Timestamp) async throws(StoreError) -> Int {
        var filter = OutboxFilter()
        filter.ids = queued
        filter.states = [.pending, .sending]
        return try await store.deliveryCounts(filter, dueBy: now).reduce(0) { $0 + $1.count }
    }

    private func states() async throws(StoreError) -> [DeliveryState: Int] {
        guard !queued.isEmpty else { return [:] }
        var filter = OutboxFilter()
        filter.ids = queued
        let counts = try await store.deliveryCounts(filter, dueBy: nil)
        return Dictionary(counts.map { ($0.state, $0.count) }, uniquingKeysWith: +)
    }
}

// MARK: - In words

extension ArchiveDelivery.Tally {
    var isComplete: Bool { states.map { ($0[.delivered] ?? 0) == queued } ?? true }

    var sentence: String {
        let first = "\(queued) queued, \(duplicates) alerted before"
        guard let states else { return "\(first); 'relay serve' sends them" }
        let ends = DeliveryState.allCases.filter { $0 == .delivered || states[$0] != nil }
        return "\(first); \(ends.map { "\(states[$0] ?? 0) \($0.rawValue)" }.joined(separator: ", "))"
    }

    func json(to apiDestination: String) -> JSONWriter {
        var json = JSONWriter()
        json.object { json in
            json.member("api_destination", apiDestination)
            json.member("queued", queued)
            json.member("duplicates", duplicates)
            json.member("sent_by", states == nil ? "serve" : "replay")
            guard let states else { return }
            for state in DeliveryState.allCases { json.member(state.rawValue, states[state] ?? 0) }
        }
        return json
    }
}

/// An API destination that the rules file does not have.
struct DestinationError: Error, Hashable, CustomStringConvertible {
    let name: String
    let known: [String]

    var description: String {
        let sentence = "there is no API destination '\(name.printable)'"
        if let near = Spelling.nearest(to: name, among: known) { return "\(sentence); did you mean '\(near)'?" }
        let list = known.map { "'\($0)'" }.joined(separator: ", ")
        return known.isEmpty ? "\(sentence), nor any other" : "\(sentence); there is \(list)"
    }
}

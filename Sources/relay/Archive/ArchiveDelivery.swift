internal import Alerts
internal import Archive
internal import Diagnostics
internal import Logging
internal import Outbox
internal import SQLiteStore
internal import Sending
internal import TextFormats

/// Sends what an archive's events make of the rules to one destination, through the same outbox as live alerts.
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
    /// How often is looked whether anything is left to be sent.
    static let pollInterval: Duration = .milliseconds(100)

    let apiDestination: String
    private(set) var tally = Tally()
    private let rules: LiveRules
    private let store: SQLiteAlertStore
    private let isServed: Bool
    private let secrets: ProcessSecrets
    private let receivedAt: Timestamp
    private var judge: EventJudge
    private var batch: [Submission] = []
    private var queued: [DeliveryID] = []

    /// - Throws: ``StoreError``.
    init(
        rules: LiveRules, apiDestination: String, storePath: String, secrets: ProcessSecrets
    ) throws(StoreError) {
        self.rules = rules
        self.apiDestination = apiDestination
        self.secrets = secrets
        receivedAt = SystemClock().now
        judge = EventJudge(rules)
        judge.destination = apiDestination
        (store, isServed) = try Self.open(storePath)
    }

    /// Opens a store as its server where there is none, so that none begins while this one sends.
    private static func open(_ path: String) throws(StoreError) -> (SQLiteAlertStore, isServed: Bool) {
        do throws(StoreError) {
            return (try SQLiteAlertStore(path, for: .serve), false)
        } catch {
            guard error.reason == .inUse else { throw error }
            return (try SQLiteAlertStore(path, for: .record), true)
        }
    }

    mutating func add(_ match: ReplayMatch) async throws {
        guard case .matched(let submission) = judge.judge(match.event, receivedAt: receivedAt, origin: .archive)
        else { return }
        batch.append(submission)
        if batch.count >= Self.batchEvents { try await flush() }
    }

    private mutating func flush() async throws(StoreError) {
        guard !batch.isEmpty else { return }
        for acceptance in try await store.accept(batch, counting: []) {
            switch acceptance {
            case .accepted(let deliveries): queued += deliveries.map(\.id)
            case .duplicate: tally.duplicates += 1
            }
        }
        batch = []
        tally.queued = queued.count
    }
}

// MARK: - Sending

extension ArchiveDelivery {
    /// Queues what has gathered, and sends what is due where nobody else does.
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
        let log = LogLines(label: "delivery", format: .text, level: .error, output: LogLines.Output(), clock: clock)
        let transport = HTTPClientTransport()
        let service = DeliveryService(
            store: ChosenDeliveries(of: Set(queued), in: store), rules: rules, secrets: secrets, transport: transport,
            clock: clock, logger: Logger(label: "delivery") { _ in log })
        let sending = Task { try await service.run() }
        do {
            while !isInterrupted() {
                let left = try await due(at: clock.now)
                progress(left)
                if left == 0 { break }
                try await Task.sleep(for: Self.pollInterval)
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
        try await deliveries(in: [.pending, .sending]).count { $0.state == .sending || $0.dueAt <= now }
    }

    private func states() async throws(StoreError) -> [DeliveryState: Int] {
        var states: [DeliveryState: Int] = [:]
        for delivery in try await deliveries(in: Set(DeliveryState.allCases)) {
            states[delivery.state, default: 0] += 1
        }
        return states
    }

    /// How many are asked for at once: each comes with its body.
    private static let pageDeliveries = 200

    private func deliveries(
        in states: Set<DeliveryState>
    ) async throws(StoreError) -> [(state: DeliveryState, dueAt: Timestamp)] {
        var found: [(state: DeliveryState, dueAt: Timestamp)] = []
        for start in stride(from: 0, to: queued.count, by: Self.pageDeliveries) {
            var filter = OutboxFilter()
            filter.ids = Array(queued[start..<min(start + Self.pageDeliveries, queued.count)])
            filter.states = states
            found += try await store.deliveries(filter, limit: Self.pageDeliveries).map { ($0.state, $0.dueAt) }
        }
        return found
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

    func json(to apiDestination: String) -> JSONMembers {
        var members = JSONMembers()
        members.add("api_destination", apiDestination)
        members.add("queued", queued)
        members.add("duplicates", duplicates)
        members.add("sent_by", states == nil ? "serve" : "replay")
        guard let states else { return members }
        for state in DeliveryState.allCases { members.add(state.rawValue, states[state] ?? 0) }
        return members
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

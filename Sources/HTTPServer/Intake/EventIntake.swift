package import Alerts
import Gzip
package import Logging
package import Outbox
package import TextFormats

/// Takes events in: splits a body into events, judges each by the rules, has the store accept them, and says what
/// became of each.
///
/// Everything in one request is one call of ``AcceptanceQueue/accept(_:counting:)``, events that no rule matched and invalid
/// ones included, so that the books are exact whenever the process dies. When a call returns, what it calls accepted is
/// durable; when it throws, nothing was accepted.
///
/// ```swift
/// let intake = EventIntake(rules: rules, store: store, now: { clock.now }, logger: logger) { engine.add($0) }
/// let results = try await intake.take(body: bytes)
/// ```
package final class EventIntake: Sendable {
    private let desks: DeskPool
    private let queue: AcceptanceQueue
    private let now: @Sendable () -> Timestamp
    private let log: IntakeLog
    private let announce: @Sendable ([PendingDelivery]) -> Void

    /// - Parameter announce: is given what is to be sent, after it is durable. Quick: the sender waits for it.
    package init(
        rules: CompiledRules, store: any EventLedger, now: @escaping @Sendable () -> Timestamp, logger: Logger,
        announce: @escaping @Sendable ([PendingDelivery]) -> Void
    ) {
        desks = DeskPool(rules)
        queue = AcceptanceQueue(store)
        self.now = now
        log = IntakeLog(logger)
        self.announce = announce
    }

    /// The rules now in force.
    package var rules: CompiledRules { desks.rules }

    /// Puts other rules in force, at once and as a whole. Requests that are being judged go by the rules they began with.
    package func replaceRules(with rules: CompiledRules) { desks.replaceRules(with: rules) }

    /// Takes in a body as it was sent: one event, an array of events, events one after the other (NDJSON), a CloudTrail
    /// log file, bare CloudTrail records; gzipped or not.
    ///
    /// - Returns: what became of each event, in the order of the body.
    package func take(
        body: [UInt8], origin: EventOrigin = .live, alerts: Bool = true
    ) async throws(IntakeError) -> [EventResult] {
        let receivedAt = now()
        let desk = desks.take()
        defer { desks.giveBack(desk) }
        desk.begin(receivedAt: receivedAt, origin: origin, alerts: alerts)
        let judgements: [EventJudge.Judgement]
        do throws(IntakeError) {
            if Self.isGzip(body) {
                try await readGzip(body, at: desk)
            } else {
                await read(body, at: desk)
            }
            judgements = try desk.finish()
        } catch {
            if case .unreadable = error { try await countInvalid(1) }
            throw error
        }
        return try await accept(judgements, alsoInvalid: 0, receivedAt: receivedAt)
    }

    /// Takes in events that stand by themselves, each as JSON text.
    ///
    /// - Parameter alsoInvalid: how many more came with them that could not be made events of; they are counted.
    /// - Returns: what became of each event, in order.
    package func take(
        events: [[UInt8]], alsoInvalid: Int = 0, origin: EventOrigin = .live, alerts: Bool = true
    ) async throws(IntakeError) -> [EventResult] {
        let receivedAt = now()
        let desk = desks.take()
        defer { desks.giveBack(desk) }
        desk.begin(receivedAt: receivedAt, origin: origin, alerts: alerts)
        for event in events { desk.judge(event) }
        return try await accept(desk.judgements(), alsoInvalid: alsoInvalid, receivedAt: receivedAt)
    }
}

// MARK: - Reading

extension EventIntake {
    /// No JSON text begins with gzip's first byte, so that a sender who forgot to say so is understood too.
    private static func isGzip(_ body: [UInt8]) -> Bool { body.first == 0x1F }

    /// Reads a long body piece by piece, and lets other requests have a turn in between.
    private func read(_ body: [UInt8], at desk: IntakeDesk) async {
        var start = 0
        while start < body.count {
            let end = min(start + ServerLimits.pieceBytes, body.count)
            guard desk.reads(body, in: start..<end) else { return }
            if end < body.count { await Task.yield() }
            start = end
        }
    }

    private func readGzip(_ body: [UInt8], at desk: IntakeDesk) async throws(IntakeError) {
        var piece = [UInt8](repeating: 0, count: ServerLimits.pieceBytes)
        var taken = 0
        do throws(GzipError) {
            var inflater = try Inflater(contentBytesLimit: ServerLimits.contentBytes)
            repeat {
                var room = piece.mutableSpan
                let step = try inflater.inflate(body.span.extracting(droppingFirst: taken), into: &room)
                taken += step.taken
                guard desk.reads(piece, in: 0..<step.produced) else { return }
                if step.produced == piece.count { await Task.yield() }
            } while inflater.hasMore || taken < body.count
            try inflater.finish()
        } catch {
            if case .contentTooLong(let limit) = error.reason { throw .contentTooLong(limit: limit) }
            throw .unreadable(reason: "\(error)")
        }
    }
}

// MARK: - Accepting

extension EventIntake {
    /// Has everything of one request accepted and counted in one durable step.
    private func accept(
        _ judgements: [EventJudge.Judgement], alsoInvalid: Int, receivedAt: Timestamp
    ) async throws(IntakeError) -> [EventResult] {
        var submissions: [Submission] = []
        var counts = FateCounts(invalid: alsoInvalid)
        for judgement in judgements {
            switch judgement {
            case .matched(let submission): submissions.append(submission)
            case .noRule: counts.noRule += 1
            case .invalid: counts.invalid += 1
            }
        }
        let acceptances = try await record(submissions, counts)
        let results = Self.results(judgements, acceptances)
        log.write(results, judgements, since: receivedAt, until: now)
        return results
    }

    private func countInvalid(_ count: Int) async throws(IntakeError) {
        _ = try await record([], FateCounts(invalid: count))
    }

    private func record(
        _ submissions: [Submission], _ counts: FateCounts
    ) async throws(IntakeError) -> [Acceptance] {
        let counts = counts.values
        guard !submissions.isEmpty || !counts.isEmpty else { return [] }
        let acceptances: [Acceptance]
        do throws(StoreError) {
            acceptances = try await queue.accept(submissions, counting: counts)
        } catch {
            log.write(error, eventCount: submissions.count)
            throw .store(error)
        }
        var pending: [PendingDelivery] = []
        for case .accepted(let deliveries) in acceptances { pending += deliveries }
        if !pending.isEmpty { announce(pending) }
        return acceptances
    }

    private static func results(
        _ judgements: [EventJudge.Judgement], _ acceptances: [Acceptance]
    ) -> [EventResult] {
        var acceptances = acceptances.makeIterator()
        return judgements.map { judgement in
            switch judgement {
            case .noRule(let eventID): EventResult(eventID: eventID, .noRule)
            case .invalid(let reason): EventResult(.invalid, reason: reason)
            case .matched(let submission):
                switch acceptances.next() {
                case .accepted(let deliveries):
                    EventResult(eventID: submission.eventID, .accepted, deliveries: deliveries.count)
                case .duplicate, nil: EventResult(eventID: submission.eventID, .duplicate)
                }
            }
        }
    }

    /// What is counted beside the submissions; the store counts those itself.
    private struct FateCounts {
        var noRule = 0
        var invalid: Int

        var values: [Counter] {
            var values: [Counter] = []
            if noRule > 0 { values.append(Counter(.received(.noRule), Int64(noRule))) }
            if invalid > 0 { values.append(Counter(.received(.invalid), Int64(invalid))) }
            return values
        }
    }
}

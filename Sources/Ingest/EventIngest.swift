package import Alerts
import Gzip
package import Logging
package import Outbox
package import TextFormats

/// Takes events in from any transport: splits a body into events, judges each by the rules, has the store accept
/// them, and says what became of each.
///
/// One body is one call of ``AcceptanceQueue/accept(_:counting:)``, unmatched and invalid events included, so that the
/// counts are exact whenever the process dies. When a call returns, the events it calls accepted are durable; when it throws,
/// none was accepted. A store that commits only so much at a time may have taken in the first events of a long body, and not
/// the rest: their results say so.
///
/// ```swift
/// let ingest = EventIngest(rules: rules, store: store, now: { clock.now }, logger: logger) { await service.enqueue($0) }
/// let results = try await ingest.ingest(body: bytes)
/// ```
package final class EventIngest: Sendable {
    private let readers: ReaderPool
    private let largeBodies = LargeBodies()
    private let queue: AcceptanceQueue
    private let now: @Sendable () -> Timestamp
    private let log: IngestLog

    /// - Parameters:
    ///   - rules: The rules to begin with, see ``replaceRules(with:)``.
    ///   - store: Accepts what the rules match.
    ///   - now: The clock for the time of receipt.
    ///   - logger: Gets one entry for each event of interest.
    ///   - announce: Is given the deliveries to be sent, in the order of acceptance, after they are durable. It must be
    ///     quick: the senders of these events and of the next ones wait.
    package init(
        rules: CompiledRules, store: any EventLedger, now: @escaping @Sendable () -> Timestamp, logger: Logger,
        announce: @escaping @Sendable ([PendingDelivery]) async -> Void
    ) {
        readers = ReaderPool(rules)
        queue = AcceptanceQueue(store, announce: announce)
        self.now = now
        log = IngestLog(logger)
    }

    /// How many bodies wait because another large one is being judged or accepted.
    var waitingBodies: Int { largeBodies.waitingCount }

    /// The rules in force.
    package var rules: CompiledRules { readers.rules }

    /// Puts other rules in force, at once and as a whole. Bodies that are being judged go by the rules they began with.
    package func replaceRules(with rules: CompiledRules) { readers.replaceRules(with: rules) }

    /// Takes in a body as it was sent: one event, an array of events, events one after the other (NDJSON), a CloudTrail
    /// log file, bare CloudTrail records; gzipped or not.
    ///
    /// - Parameters:
    ///   - body: The bytes, within ``IngestLimits``.
    ///   - origin: Whether the events are live, from an archive or of a drill.
    ///   - alerts: As ``Submission/alerts``.
    /// - Returns: What became of each event, in the order of the body.
    /// - Throws: ``IngestError``; nothing of the body was accepted then.
    package func ingest(
        body: [UInt8], origin: EventOrigin = .live, alerts: Bool = true
    ) async throws(IngestError) -> [EventResult] {
        let receivedAt = now()
        var reader = readers.take()
        reader.begin(.init(receivedAt: receivedAt, origin: origin, alerts: alerts))
        // Kept to the end, when the events are durable and nothing of them is held any more.
        var turn: LargeBodies.Turn?
        let judged = await judgements(of: body, by: &reader, &turn)
        readers.giveBack(reader)
        switch judged {
        case .success(let judgements): return try await accept(judgements, alsoInvalid: 0, receivedAt: receivedAt)
        case .failure(let error):
            if case .unreadable = error { _ = try await record([], IngestCounts(invalid: 1)) }
            throw error
        }
    }

    /// Takes in events that stand by themselves, each as JSON text.
    ///
    /// - Parameters:
    ///   - events: The events.
    ///   - alsoInvalid: How many more came with them that could not be made events of; they are counted as invalid.
    ///   - origin: Whether the events are live, from an archive or of a drill.
    ///   - alerts: As ``Submission/alerts``.
    /// - Returns: What became of each event, in order.
    /// - Throws: ``IngestError/store(_:)``; none was accepted then.
    package func ingest(
        events: [[UInt8]], alsoInvalid: Int = 0, origin: EventOrigin = .live, alerts: Bool = true
    ) async throws(IngestError) -> [EventResult] {
        let receivedAt = now()
        var reader = readers.take()
        reader.begin(.init(receivedAt: receivedAt, origin: origin, alerts: alerts))
        for event in events { reader.read(event: event) }
        let judgements = reader.takeJudgements()
        readers.giveBack(reader)
        return try await accept(judgements, alsoInvalid: alsoInvalid, receivedAt: receivedAt)
    }
}

// MARK: - Reading

extension EventIngest {
    private func judgements(
        of body: [UInt8], by reader: inout PooledReader, _ turn: inout LargeBodies.Turn?
    ) async -> Result<[EventJudge.Judgement], IngestError> {
        do throws(IngestError) {
            if Self.isGzip(body) {
                try await readGzip(body, by: &reader, &turn)
            } else {
                await read(body, by: &reader, &turn)
            }
            return .success(try reader.finish())
        } catch {
            return .failure(error)
        }
    }

    /// No JSON text begins with gzip's first byte, so a gzipped body is recognised although its sender did not say so.
    private static func isGzip(_ body: [UInt8]) -> Bool { body.first == 0x1F }

    /// Reads a long body piece by piece, and lets other tasks have a turn in between.
    private func read(_ body: [UInt8], by reader: inout PooledReader, _ turn: inout LargeBodies.Turn?) async {
        var start = 0
        while start < body.count {
            let end = min(start + IngestLimits.pieceBytes, body.count)
            guard reader.read(body.span.extracting(start..<end)) else { return }
            await wait(for: reader.heldBytes, &turn)
            if end < body.count { await Task.yield() }
            start = end
        }
    }

    private func readGzip(
        _ body: [UInt8], by reader: inout PooledReader, _ turn: inout LargeBodies.Turn?
    ) async throws(IngestError) {
        var piece = [UInt8](repeating: 0, count: IngestLimits.pieceBytes)
        var taken = 0
        do throws(GzipError) {
            var inflater = try Inflater(contentBytesLimit: IngestLimits.contentBytes)
            repeat {
                var room = piece.mutableSpan
                let step = try inflater.inflate(body.span.extracting(droppingFirst: taken), into: &room)
                taken += step.taken
                guard reader.read(piece.span.extracting(..<step.produced)) else { return }
                await wait(for: reader.heldBytes, &turn)
                if step.produced == piece.count { await Task.yield() }
            } while inflater.hasMore || taken < body.count
            try inflater.finish()
        } catch {
            if case .contentTooLong(let limit) = error.reason { throw .contentTooLong(limit: limit) }
            throw .unreadable(reason: "\(error)")
        }
    }

    /// Waits for the turn of a body whose events hold more than a small one's.
    private func wait(for heldBytes: Int, _ turn: inout LargeBodies.Turn?) async {
        if heldBytes > IngestLimits.heldBytes, turn == nil { turn = await largeBodies.turn() }
    }
}

// MARK: - Accepting

extension EventIngest {
    /// Has all events of one body accepted and counted, in one durable step if the store takes so much.
    private func accept(
        _ judgements: [EventJudge.Judgement], alsoInvalid: Int, receivedAt: Timestamp
    ) async throws(IngestError) -> [EventResult] {
        var submissions: [Submission] = []
        var counts = IngestCounts(invalid: alsoInvalid)
        for judgement in judgements {
            switch judgement {
            case .matched(let submission): submissions.append(submission)
            case .noRule: counts.noRule += 1
            case .invalid: counts.invalid += 1
            }
        }
        let acceptances = try await record(submissions, counts)
        let results = Self.results(judgements, acceptances)
        if let failure = results.failure {
            log.write(failure, eventCount: results.count { $0.failure != nil })
        }
        log.write(results, judgements, since: receivedAt, until: now)
        return results
    }

    private func record(
        _ submissions: [Submission], _ counts: IngestCounts
    ) async throws(IngestError) -> [Acceptance] {
        let counts = counts.values
        guard !submissions.isEmpty || !counts.isEmpty else { return [] }
        do throws(StoreError) {
            return try await queue.accept(submissions, counting: counts)
        } catch {
            log.write(error, eventCount: submissions.count)
            throw .store(error)
        }
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
                case .failed(let error): EventResult(eventID: submission.eventID, failure: error)
                }
            }
        }
    }

    /// Counted beside the submissions; the store counts those itself.
    private struct IngestCounts {
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

/// What ingesting one body may cost, over any transport. How long a body may be as it is sent is for the transport.
package enum IngestLimits {
    /// The most bytes that a gzipped body may inflate to. Deflate reaches 1,032 to 1: 8 MiB could become 8 GiB.
    package static let contentBytes = 64 << 20
    /// The most events that a body may hold; each has an ``EventResult`` of its own.
    package static let events = 10_000
    /// The most bytes of matched events that a body may hold beside others; EventBridge's longest event has as many. With
    /// more it waits for its turn, see ``LargeBodies``.
    package static let heldBytes = 256 << 10
    /// How many bytes of a body are judged before other tasks have a turn.
    package static let pieceBytes = 64 << 10
}

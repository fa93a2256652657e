import Alerts
import GRDB
package import Outbox
package import TextFormats

extension SQLiteAlertStore {
    package func recoverInterrupted(at now: Timestamp) async throws(StoreError) -> Int {
        try await write { database, books in
            let interrupted = try database.all(
                "SELECT id, api_destination, attempts, begun_at FROM delivery WHERE state = 'sending' ORDER BY id"
            ) { row in
                (
                    id: DeliveryID(try row.integer("id")), apiDestination: try row.text("api_destination"),
                    attempts: try row.count("attempts"), begunAt: try row.time("begun_at")
                )
            }
            for delivery in interrupted {
                let attempt = Attempt(
                    number: 0, startedAt: delivery.begunAt, endedAt: max(now, delivery.begunAt), status: nil,
                    outcome: .interrupted, reason: "relay ended before the answer came")
                try AttemptTable.add(attempt, to: delivery.id, in: database)
                books.tried(delivery.apiDestination, .interrupted, isAnother: delivery.attempts > 0)
                try database.run(
                    "UPDATE delivery SET state = 'pending', due_at = ?, attempts = attempts + 1 WHERE id = ?",
                    [now.milliseconds, delivery.id.number])
            }
            return interrupted.count
        }
    }

    package func pending(after id: DeliveryID?, limit: Int) async throws(StoreError) -> [PendingDelivery] {
        try await read { database in
            try database.all(
                """
                SELECT id, api_destination, channel, order_key, due_at, attempts FROM delivery
                WHERE state = 'pending' AND id > ? ORDER BY id LIMIT ?
                """, [id?.number ?? 0, max(0, limit)], DeliveryTable.pending(from:))
        }
    }

    package func begin(_ ids: [DeliveryID], at now: Timestamp) async throws(StoreError) -> [Delivery] {
        try await write(touchesRows: !ids.isEmpty) { database, _ in
            try ids.compactMap { id in
                try database.run(
                    "UPDATE delivery SET state = 'sending', begun_at = ? WHERE id = ? AND state = 'pending'",
                    [now.milliseconds, id.number])
                guard database.changesCount == 1 else { return nil }
                return try DeliveryTable.delivery(id, in: database)
            }
        }
    }

    package func settle(_ settlement: Settlement) async throws(StoreError) -> [PendingDelivery] {
        try await write { database, books in
            guard let delivery = try DeliveryTable.delivery(settlement.delivery, in: database),
                delivery.state == .sending
            else { return [] }
            return try Settling(delivery: delivery, settlement: settlement).settle(in: database, &books)
        }
    }

    package func changesByOthers() async throws(StoreError) -> Int64 {
        try await readWhereWritten { try Int64.fetchOne($0, sql: "PRAGMA data_version") ?? 0 }
    }
}

/// Puts one attempt on record, and what follows from it.
private struct Settling {
    let delivery: Delivery
    let settlement: Settlement

    private var attempt: Attempt { settlement.attempt }
    private var apiDestination: String { delivery.content.apiDestination }

    func settle(in database: Database, _ books: inout Bookkeeping) throws -> [PendingDelivery] {
        try AttemptTable.add(attempt, to: delivery.id, in: database)
        books.tried(apiDestination, attempt.outcome, isAnother: delivery.attempts > 0)
        var pending: [PendingDelivery] = []
        if let copy = try handOver(in: database, &books) { pending.append(copy) }
        switch settlement.next {
        case .delivered(let messageTimestamp):
            let summary = try deliver(messageTimestamp, in: database, &books)
            if let summary { pending.append(summary) }
        case .later(let dueAt, let asPlainText):
            try move(to: .pending, at: dueAt, sendsPlainText: asPlainText, in: database)
        case .waiting(let reason):
            try move(to: .waiting, at: attempt.endedAt, because: reason, in: database)
        case .dead(let reason):
            try move(to: .dead, at: attempt.endedAt, because: reason, in: database)
            books.died(apiDestination, reason)
        }
        return pending
    }

    /// - Returns: the summary again, if it has more to tell.
    private func deliver(
        _ messageTimestamp: String?, in database: Database, _ books: inout Bookkeeping
    ) throws -> PendingDelivery? {
        try move(to: .delivered, at: attempt.endedAt, in: database)
        let isNews = delivery.storm.map { $0.toldUses == 0 } ?? true
        books.delivered(apiDestination, latency: isNews ? attempt.endedAt - delivery.receivedAt : nil)
        let storm = try Int64.fetchOne(
            database.cachedStatement(sql: "SELECT storm FROM delivery WHERE id = ?"), arguments: [delivery.id.number])
        guard let storm else { return nil }
        try StormTable.tell(settlement.toldUses, messageTimestamp: messageTimestamp, of: storm, in: database)
        return try StormTable.reopen(delivery.id, at: attempt.endedAt, in: database, &books)
    }

    private func move(
        to state: DeliveryState, at moment: Timestamp, sendsPlainText: Bool? = nil, because reason: DeadLetter? = nil,
        in database: Database
    ) throws {
        try database.run(
            """
            UPDATE delivery SET state = ?, due_at = ?, attempts = attempts + 1, dead_letter = ?,
                sends_plain_text = coalesce(?, sends_plain_text)
            WHERE id = ?
            """,
            [
                state.rawValue, moment.milliseconds, try reason.map(StoredJSON.text), sendsPlainText,
                delivery.id.number,
            ])
    }

    /// The copy for the other destination belongs to the same event. A second one would alert twice.
    private func handOver(in database: Database, _ books: inout Bookkeeping) throws -> PendingDelivery? {
        guard let copy = settlement.otherwise, !delivery.isHandedOver else { return nil }
        try database.run("UPDATE delivery SET is_handed_over = 1 WHERE id = ?", [delivery.id.number])
        let event = try database.number("SELECT event FROM delivery WHERE id = ?", [delivery.id.number])
        books.handedOver(from: apiDestination, to: copy)
        books.planned(copy)
        return try DeliveryTable.add(
            copy, event: event, receivedAt: delivery.receivedAt, startedAt: attempt.endedAt, to: database)
    }
}

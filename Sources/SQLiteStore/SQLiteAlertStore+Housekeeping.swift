import Alerts
import GRDB
package import Outbox
package import Rules
package import TextFormats

extension SQLiteAlertStore {
    /// As ``OutboxOperations/prune(_:at:)``.
    package func prune(_ retention: Retention, at now: Timestamp) async throws(StoreError) -> Int {
        func cutoff(_ days: Int) -> Int64 { (now - .seconds(86_400 * days)).milliseconds }
        let limit = Self.pruneBatchLimit
        let (outbox, ledger, keys) = (
            cutoff(retention.outboxDays), cutoff(retention.ledgerDays), cutoff(retention.dedupeDays)
        )
        var removed = 0
        removed += try await removeInBatches { try Pruning.deliveries(settledBefore: outbox, limit: limit, in: $0) }
        removed += try await removeInBatches { try Pruning.drills(before: outbox, limit: limit, in: $0) }
        removed += try await removeInBatches { try Pruning.uses(before: ledger, limit: limit, in: $0) }
        removed += try await removeInBatches { try Pruning.keys(before: keys, limit: limit, in: $0) }
        return removed
    }

    /// As ``OutboxOperations/time()``.
    package func time() async throws(StoreError) -> StoreTime? { try await read(ClockTable.time(in:)) }

    /// As ``OutboxOperations/keep(_:shifting:)``.
    package func keep(_ time: StoreTime, shifting shift: TimeShift?) async throws(StoreError) {
        try await write { database, _ in
            try ClockTable.keep(time, in: database)
            if let shift { try ClockTable.move(shift, in: database) }
        }
    }

    /// Rows of one kind that one transaction removes: some milliseconds of work.
    static let pruneBatchLimit = 500

    private func removeInBatches(
        _ removal: @escaping @Sendable (Database) throws -> Int
    ) async throws(StoreError) -> Int {
        var removed = 0
        while true {
            let batch = try await write { database, counters in
                let rows = try removal(database)
                if rows > 0 { counters.add(.pruned, Int64(rows)) }
                return rows
            }
            removed += batch
            if batch < Self.pruneBatchLimit { return removed }
        }
    }
}

/// Removes the oldest rows.
private enum Pruning {
    static func deliveries(settledBefore cutoff: Int64, limit: Int, in database: Database) throws -> Int {
        let rows = try database.all(
            """
            SELECT id, event, storm FROM delivery
            WHERE state IN ('delivered', 'dead', 'dropped') AND due_at < ? ORDER BY due_at LIMIT ?
            """, [cutoff, limit]
        ) {
            (
                try $0.get("id") as Int64, event: try $0.get("event") as Int64,
                storm: try $0.getIfAny("storm") as Int64?
            )
        }
        for (id, event, storm) in rows {
            try database.run("DELETE FROM delivery WHERE id = ?", [id])
            try database.run(
                "DELETE FROM event WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM delivery WHERE event = ?1)", [event])
            if let storm { try database.run("DELETE FROM storm WHERE id = ?", [storm]) }
        }
        return rows.count
    }

    static func drills(before cutoff: Int64, limit: Int, in database: Database) throws -> Int {
        try remove(
            """
            DELETE FROM drill WHERE rowid IN (
                SELECT rowid FROM drill WHERE received_at < ?1
                    AND NOT EXISTS (
                        SELECT 1 FROM event JOIN delivery ON delivery.event = event.id WHERE event.drill = drill.id)
                ORDER BY received_at LIMIT ?2)
            """, cutoff, limit, in: database)
    }

    static func uses(before cutoff: Int64, limit: Int, in database: Database) throws -> Int {
        try remove(
            "DELETE FROM role_use WHERE id IN (SELECT id FROM role_use WHERE time < ? ORDER BY time LIMIT ?)",
            cutoff, limit, in: database)
    }

    static func keys(before cutoff: Int64, limit: Int, in database: Database) throws -> Int {
        try remove(
            """
            DELETE FROM seen WHERE (kind, key) IN (SELECT kind, key FROM seen WHERE seen_at < ? ORDER BY seen_at LIMIT ?)
            """, cutoff, limit, in: database)
    }

    private static func remove(_ sql: String, _ cutoff: Int64, _ limit: Int, in database: Database) throws -> Int {
        try database.run(sql, [cutoff, limit])
        return database.changesCount
    }
}

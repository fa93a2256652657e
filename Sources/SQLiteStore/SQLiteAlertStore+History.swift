package import Alerts
import GRDB
package import Outbox
package import TextFormats

extension SQLiteAlertStore: UsageReader {
    /// As ``UsageReader/counts()``.
    package func counts() async throws(StoreError) -> [Counter] { try await read(CounterTable.counts(in:)) }

    /// As ``UsageReader/backlog()``.
    package func backlog() async throws(StoreError) -> [Backlog] { try await read(Self.backlog(in:)) }

    /// As ``UsageReader/balance()``.
    package func balance() async throws(StoreError) -> DeliveryBalance {
        try await read { DeliveryBalance(counts: try CounterTable.counts(in: $0), backlog: try Self.backlog(in: $0)) }
    }

    /// As ``UsageReader/deliveryCounts(_:dueBy:)``.
    package func deliveryCounts(
        _ filter: OutboxFilter, dueBy moment: Timestamp?
    ) async throws(StoreError) -> [Backlog] {
        try await read { database in
            let condition = try OutboxCondition(filter, dueBy: moment)
            return try Self.backlog(condition.sql, condition.arguments, in: database)
        }
    }

    private static func backlog(in database: Database) throws -> [Backlog] {
        try backlog("state IN ('pending', 'sending', 'waiting', 'dead')", [], in: database)
    }

    private static func backlog(
        _ condition: String, _ arguments: StatementArguments, in database: Database
    ) throws -> [Backlog] {
        try database.all(
            """
            SELECT api_destination, state, count(*) AS number, min(received_at) AS oldest FROM delivery
            WHERE \(condition) GROUP BY api_destination, state ORDER BY api_destination, state
            """, arguments
        ) { row in
            Backlog(
                apiDestination: try row.text("api_destination"), state: try row.get("state"),
                count: try row.get("number"), oldest: try row.get("oldest"))
        }
    }

    /// As ``UsageReader/uses(in:after:limit:)``.
    package func uses(
        in range: Range<Timestamp>, after cursor: LedgerUse.Cursor?, limit: Int
    ) async throws(StoreError) -> [LedgerUse] {
        try await read { try UseTable.uses(in: range, after: cursor, limit: max(0, limit), in: $0) }
    }

    /// As ``UsageReader/drill(_:)``.
    package func drill(_ id: String) async throws(StoreError) -> DrillRecord? {
        try await read { try DrillTable.drills("WHERE id = ?", [StoredText(id)], in: $0).first }
    }

    /// As ``UsageReader/drills(limit:)``.
    package func drills(limit: Int) async throws(StoreError) -> [DrillRecord] {
        try await read {
            try DrillTable.drills("ORDER BY received_at DESC, rowid DESC LIMIT ?", [max(0, limit)], in: $0)
        }
    }

    /// As ``UsageReader/sizeBytes()``.
    package func sizeBytes() async throws(StoreError) -> Int64 { StoreFile.size(at: path) }
}

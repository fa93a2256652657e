package import Alerts
import GRDB
package import Outbox
package import TextFormats

extension SQLiteAlertStore {
    package func counts() async throws(StoreError) -> [Count] { try await read(CounterTable.counts(in:)) }

    package func backlog() async throws(StoreError) -> [Backlog] { try await read(Self.backlog(in:)) }

    package func books() async throws(StoreError) -> Books {
        try await read { Books(counts: try CounterTable.counts(in: $0), backlog: try Self.backlog(in: $0)) }
    }

    private static func backlog(in database: Database) throws -> [Backlog] {
        try database.all(
            """
            SELECT api_destination, state, count(*) AS number, min(received_at) AS oldest FROM delivery
            WHERE state IN ('pending', 'sending', 'waiting', 'dead')
            GROUP BY api_destination, state ORDER BY api_destination, state
            """
        ) { row in
            Backlog(
                apiDestination: try row.text("api_destination"), state: try row.word("state"),
                count: try row.count("number"), oldest: try row.time("oldest"))
        }
    }

    package func uses(
        in range: Range<Timestamp>, after cursor: LedgerUse.Cursor?, limit: Int
    ) async throws(StoreError) -> [LedgerUse] {
        try await read { try UseTable.uses(in: range, after: cursor, limit: max(0, limit), in: $0) }
    }

    package func drill(_ id: String) async throws(StoreError) -> DrillRecord? {
        try await read { try DrillTable.drills("WHERE id = ?", [StoredText(id)], in: $0).first }
    }

    package func drills(limit: Int) async throws(StoreError) -> [DrillRecord] {
        try await read {
            try DrillTable.drills("ORDER BY received_at DESC, rowid DESC LIMIT ?", [max(0, limit)], in: $0)
        }
    }
}

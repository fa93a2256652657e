import GRDB
import Outbox
import TextFormats

/// Attempts as rows, numbered within their delivery in the order of being added.
enum AttemptTable {
    static func add(_ attempt: Attempt, to delivery: DeliveryID, in database: Database) throws {
        try database.run(
            """
            INSERT INTO attempt
            VALUES (?1, (SELECT coalesce(max(number), 0) + 1 FROM attempt WHERE delivery = ?1), ?2, ?3, ?4, ?5, ?6, ?7)
            """,
            [
                delivery.number, attempt.startedAt.milliseconds, attempt.endedAt.milliseconds, attempt.status,
                attempt.outcome.rawValue, StoredText(attempt.reason), StoredText(attempt.excerpt),
            ])
    }

    static func attempts(of delivery: DeliveryID, in database: Database) throws -> [Attempt] {
        try database.all("SELECT * FROM attempt WHERE delivery = ? ORDER BY number", [delivery.number]) { row in
            Attempt(
                number: try row.count("number"), startedAt: try row.time("started_at"),
                endedAt: try row.time("ended_at"), status: try row.decode(Int?.self, forColumn: "status"),
                outcome: try row.word("outcome"), reason: try row.text("reason"), excerpt: try row.text("excerpt"))
        }
    }
}

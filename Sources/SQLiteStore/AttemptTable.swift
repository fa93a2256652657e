import GRDB
import Outbox
import TextFormats

/// An attempt as a row; attempts are numbered within their delivery in the order of being added.
struct AttemptRow: FetchableRecord, PersistableRecord {
    static let databaseTableName = "attempt"

    let delivery: DeliveryID
    let attempt: Attempt

    init(_ attempt: Attempt, of delivery: DeliveryID) { (self.attempt, self.delivery) = (attempt, delivery) }

    init(row: Row) throws {
        delivery = try row.get("delivery")
        attempt = Attempt(
            number: try row.get("number"), startedAt: try row.get("started_at"), endedAt: try row.get("ended_at"),
            status: try row.getIfAny("status"), outcome: try row.get("outcome"), reason: try row.text("reason"),
            excerpt: try row.text("excerpt"))
    }

    func encode(to container: inout PersistenceContainer) {
        container["delivery"] = Stored(delivery)
        container["number"] = attempt.number
        container["started_at"] = Stored(attempt.startedAt)
        container["ended_at"] = Stored(attempt.endedAt)
        container["status"] = attempt.status
        container["outcome"] = Stored(attempt.outcome)
        container["reason"] = StoredText(attempt.reason)
        container["excerpt"] = StoredText(attempt.excerpt)
    }
}

/// Attempts as rows.
enum AttemptTable {
    /// - Parameter attempt: Its number is given here.
    static func add(_ attempt: Attempt, to delivery: DeliveryID, in database: Database) throws {
        var attempt = attempt
        let last = try database.number(
            "SELECT coalesce(max(number), 0) FROM attempt WHERE delivery = ?", [Stored(delivery)])
        attempt.number = Int(last) + 1
        try AttemptRow(attempt, of: delivery).insert(database)
    }

    static func attempts(of delivery: DeliveryID, in database: Database) throws -> [Attempt] {
        try database.all("SELECT * FROM attempt WHERE delivery = ? ORDER BY number", [Stored(delivery)]) {
            try AttemptRow(row: $0).attempt
        }
    }
}

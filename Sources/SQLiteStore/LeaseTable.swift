import GRDB
import Outbox
import TextFormats

/// Who is sending what, as rows: one for each delivery that is on its way.
enum LeaseTable {
    static func add(_ lease: DeliveryLease, to delivery: DeliveryID, in database: Database) throws {
        try database.run(
            "INSERT OR REPLACE INTO lease VALUES (?, ?, ?)",
            [delivery.row, StoredText(lease.owner), lease.until.milliseconds])
    }

    static func remove(from delivery: DeliveryID, in database: Database) throws {
        try database.run("DELETE FROM lease WHERE delivery = ?", [delivery.row])
    }
}

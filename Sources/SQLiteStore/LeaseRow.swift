import GRDB
import Outbox
import TextFormats

/// Who is sending what, as rows: one for each delivery that is on its way.
struct LeaseRow: FetchableRecord, PersistableRecord {
    static let databaseTableName = "lease"
    static let persistenceConflictPolicy = PersistenceConflictPolicy(insert: .replace)

    let delivery: DeliveryID
    let lease: DeliveryLease

    init(_ lease: DeliveryLease, of delivery: DeliveryID) { (self.lease, self.delivery) = (lease, delivery) }

    init(row: Row) throws {
        delivery = try row.get("delivery")
        lease = DeliveryLease(owner: try row.text("owner"), until: try row.get("until"))
    }

    func encode(to container: inout PersistenceContainer) {
        container["delivery"] = Stored(delivery)
        container["owner"] = StoredText(lease.owner)
        container["until"] = Stored(lease.until)
    }

    static func remove(from delivery: DeliveryID, in database: Database) throws {
        try database.run("DELETE FROM lease WHERE delivery = ?", [Stored(delivery)])
    }
}

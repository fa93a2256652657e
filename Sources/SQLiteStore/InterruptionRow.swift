import GRDB
import Outbox

/// How many times in a row relay ended while a delivery was on its way, as rows: none for a delivery where it never did.
struct InterruptionRow: PersistableRecord {
    static let databaseTableName = "interruption"
    static let persistenceConflictPolicy = PersistenceConflictPolicy(insert: .replace)

    let delivery: DeliveryID
    let count: Int

    init(_ count: Int, of delivery: DeliveryID) { (self.count, self.delivery) = (count, delivery) }

    func encode(to container: inout PersistenceContainer) {
        container["delivery"] = Stored(delivery)
        container["count"] = count
    }

    func write(to database: Database) throws {
        if count > 0 {
            try insert(database)
        } else {
            try database.run("DELETE FROM interruption WHERE delivery = ?", [Stored(delivery)])
        }
    }

    /// - Parameter ids: of the deliveries, as a JSON array.
    static func remove(from ids: String, in database: Database) throws {
        try database.run("DELETE FROM interruption WHERE delivery IN (SELECT value FROM json_each(?))", [ids])
    }

    /// What a query of deliveries selects and joins to have the count as `interruptions`.
    static let column = "ifnull(interruption.count, 0) AS interruptions"
    static let join = "LEFT JOIN interruption ON interruption.delivery = delivery.id"
}

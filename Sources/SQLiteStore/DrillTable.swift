import Alerts
import GRDB
import Outbox
import TextFormats

/// A fire drill as a row, without its hops.
struct DrillRow: FetchableRecord, PersistableRecord {
    static let databaseTableName = "drill"
    static let persistenceConflictPolicy = PersistenceConflictPolicy(insert: .ignore)

    let drill: DrillRecord

    init(_ start: AcceptancePlan.DrillStart, acceptedAt: Timestamp) {
        drill = DrillRecord(
            id: start.id, rule: start.rule, receivedAt: start.receivedAt, acceptedAt: acceptedAt, hops: [])
    }

    init(row: Row) throws {
        drill = DrillRecord(
            id: try row.text("id"), rule: try row.text("rule"), receivedAt: try row.get("received_at"),
            acceptedAt: try row.get("accepted_at"), hops: [])
    }

    func encode(to container: inout PersistenceContainer) {
        container["id"] = StoredText(drill.id)
        container["rule"] = StoredText(drill.rule)
        container["received_at"] = Stored(drill.receivedAt)
        container["accepted_at"] = Stored(drill.acceptedAt)
    }
}

/// Fire drills as rows; their hops are the deliveries of their events.
enum DrillTable {
    /// A drill that is on record already stays as it is.
    static func add(_ drill: AcceptancePlan.DrillStart, acceptedAt: Timestamp, to database: Database) throws {
        try DrillRow(drill, acceptedAt: acceptedAt).insert(database)
    }

    static func drills(
        _ condition: String, _ arguments: StatementArguments, in database: Database
    ) throws -> [DrillRecord] {
        let drills = try database.all("SELECT * FROM drill \(condition)", arguments) { try DrillRow(row: $0).drill }
        return try drills.map { drill in
            var drill = drill
            drill.hops = try hops(of: drill.id, in: database)
            return drill
        }
    }

    private static func hops(of drill: String, in database: Database) throws -> [DrillRecord.Hop] {
        try database.all(
            """
            SELECT delivery.id, api_destination, state, due_at, dead_letter,
                coalesce((SELECT min(started_at) FROM attempt WHERE delivery = delivery.id), begun_at) AS first_sent_at,
                (SELECT reason FROM attempt WHERE delivery = delivery.id ORDER BY number DESC LIMIT 1) AS reason
            FROM delivery JOIN event ON event.id = delivery.event
            WHERE event.drill = ? ORDER BY delivery.id
            """, [StoredText(drill)]
        ) { row in
            let state: DeliveryState = try row.get("state")
            let deadLetter: DeadLetter? = try row.getIfAny("dead_letter")
            return DrillRecord.Hop(
                delivery: try row.get("id"), apiDestination: try row.text("api_destination"), state: state,
                firstSentAt: try row.getIfAny("first_sent_at"),
                settledAt: state.isSettled ? try row.get("due_at") : nil,
                reason: try row.textIfAny("reason") ?? deadLetter?.errorMessage ?? "")
        }
    }
}

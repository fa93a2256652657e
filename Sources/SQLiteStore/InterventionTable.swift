import GRDB
import Outbox
import TextFormats

/// What was done to deliveries by hand, as rows.
enum InterventionTable {
    /// - Parameter ids: Of deliveries, as a JSON array.
    static func add(
        _ action: OperatorNote.Action, _ note: OperatorNote, to ids: String, in database: Database
    ) throws {
        try database.run(
            "INSERT INTO intervention (delivery, action, who, why, at) SELECT value, ?, ?, ?, ? FROM json_each(?)",
            [action.rawValue, StoredText(note.who), StoredText(note.why), note.at.milliseconds, ids])
    }

    static func interventions(
        to delivery: DeliveryID, in database: Database
    ) throws -> [DeliveryRecord.Intervention] {
        try database.all("SELECT * FROM intervention WHERE delivery = ? ORDER BY id", [delivery.number]) { row in
            DeliveryRecord.Intervention(
                action: try row.word("action"),
                note: OperatorNote(who: try row.text("who"), why: try row.text("why"), at: try row.time("at")))
        }
    }
}

/// Deliveries to one destination in one state: what is counted together.
struct DeliveryGroup {
    let apiDestination: String
    let state: DeliveryState
    let ids: [Int64]

    static func all(_ condition: OutboxCondition, in database: Database) throws -> [Self] {
        try database.all(
            """
            SELECT api_destination, state, json_group_array(id) AS ids FROM delivery WHERE \(condition.sql)
            GROUP BY api_destination, state
            """, condition.arguments
        ) { row in
            Self(
                apiDestination: try row.text("api_destination"), state: try row.word("state"),
                ids: try StoredJSON.value([Int64].self, in: row.text("ids")))
        }
    }
}

import Alerts
import GRDB
import Outbox
import TextFormats

/// Fire drills as rows; their hops are the deliveries of their events.
enum DrillTable {
    static func drills(
        _ condition: String, _ arguments: StatementArguments, in database: Database
    ) throws -> [DrillRecord] {
        let drills = try database.all("SELECT * FROM drill \(condition)", arguments) { row in
            DrillRecord(
                id: try row.text("id"), rule: try row.text("rule"), receivedAt: try row.time("received_at"),
                acceptedAt: try row.time("accepted_at"), hops: [])
        }
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
            let state: DeliveryState = try row.word("state")
            let reason = try row.textIfAny("dead_letter").map { try StoredJSON.value(DeadLetter.self, in: $0) }
            return DrillRecord.Hop(
                delivery: DeliveryID(try row.integer("id")), apiDestination: try row.text("api_destination"),
                state: state,
                firstSentAt: try row.decode(Int64?.self, forColumn: "first_sent_at").map {
                    Timestamp(milliseconds: $0)
                },
                settledAt: state.isSettled ? try row.time("due_at") : nil,
                reason: try row.textIfAny("reason") ?? reason?.errorMessage ?? "")
        }
    }
}

import GRDB
package import Outbox
import TextFormats

extension SQLiteAlertStore: OutboxOperations {
    /// As ``OutboxOperations/deliveries(_:limit:)``.
    package func deliveries(_ filter: OutboxFilter, limit: Int) async throws(StoreError) -> [Delivery] {
        try await read { database in
            let condition = try OutboxCondition(filter)
            return try database.all(
                "\(DeliveryTable.selection) WHERE \(condition.sql) ORDER BY delivery.id DESC LIMIT ?",
                condition.arguments + [max(0, limit)], DeliveryTable.delivery(from:))
        }
    }

    /// As ``OutboxOperations/delivery(_:)``.
    package func delivery(_ id: DeliveryID) async throws(StoreError) -> DeliveryRecord? {
        try await read { database in
            guard let delivery = try DeliveryTable.delivery(id, in: database) else { return nil }
            return DeliveryRecord(
                delivery: delivery, attempts: try AttemptTable.attempts(of: id, in: database),
                interventions: try InterventionTable.interventions(to: id, in: database))
        }
    }

    /// As ``OutboxOperations/intervene(_:)``.
    package func intervene(_ intervention: Intervention) async throws(StoreError) -> Int {
        try await write { database, counters in
            let condition = try OutboxCondition(intervention.filter, states: intervention.states)
            let groups = try DeliveryGroup.all(condition, in: database)
            for group in groups {
                intervention.count(group.apiDestination, from: group.state, Int64(group.ids.count), in: &counters)
            }
            let ids = try StoredJSON.text(groups.flatMap(\.ids))
            try InterventionTable.add(intervention, to: ids, in: database)
            let anew =
                intervention.startsAnew
                ? ", started_at = ?2, attempts = 0, sends_plain_text = 0, dead_letter = NULL" : ""
            try database.run(
                """
                UPDATE delivery SET state = ?1, due_at = ?2\(anew) WHERE id IN (SELECT value FROM json_each(?3))
                """, [intervention.newState.rawValue, intervention.note.at.milliseconds, ids])
            if intervention.startsAnew { try InterruptionRow.remove(from: ids, in: database) }
            return groups.reduce(0) { $0 + $1.ids.count }
        }
    }
}

import Alerts
import GRDB
package import Outbox
import TextFormats

extension SQLiteAlertStore {
    package func deliveries(_ filter: OutboxFilter, limit: Int) async throws(StoreError) -> [Delivery] {
        try await read { database in
            let condition = try OutboxCondition(filter)
            return try database.all(
                "\(DeliveryTable.selection) WHERE \(condition.sql) ORDER BY delivery.id DESC LIMIT ?",
                condition.arguments + [max(0, limit)], DeliveryTable.delivery(from:))
        }
    }

    package func delivery(_ id: DeliveryID) async throws(StoreError) -> DeliveryRecord? {
        try await read { database in
            guard let delivery = try DeliveryTable.delivery(id, in: database) else { return nil }
            return DeliveryRecord(
                delivery: delivery, attempts: try AttemptTable.attempts(of: id, in: database),
                interventions: try InterventionTable.interventions(to: id, in: database))
        }
    }

    package func redrive(
        _ filter: OutboxFilter, because note: OperatorNote
    ) async throws(StoreError) -> Int {
        let states: Set<DeliveryState> =
            filter.ids.isEmpty && !filter.states.contains(.dropped) ? [.dead, .waiting] : [.dead, .waiting, .dropped]
        return try await intervene(.redrive, filter, in: states, because: note) { books, group in
            books.redriven(group.apiDestination, from: group.state, count: Int64(group.ids.count))
        }
    }

    package func drop(_ filter: OutboxFilter, because note: OperatorNote) async throws(StoreError) -> Int {
        let states: Set<DeliveryState> =
            filter.ids.isEmpty && !filter.states.contains(.dead) ? [.pending, .waiting] : [.pending, .waiting, .dead]
        return try await intervene(.drop, filter, in: states, because: note) { books, group in
            books.dropped(group.apiDestination, from: group.state, count: Int64(group.ids.count))
        }
    }

    /// Never concerns what is being sent: its outcome is about to be put on record, here or by a server elsewhere.
    private func intervene(
        _ action: OperatorNote.Action, _ filter: OutboxFilter, in states: Set<DeliveryState>,
        because note: OperatorNote,
        counting count: @escaping @Sendable (inout Bookkeeping, DeliveryGroup) -> Void
    ) async throws(StoreError) -> Int {
        try await write { database, books in
            let condition = try OutboxCondition(filter, states: states)
            let groups = try DeliveryGroup.all(condition, in: database)
            for group in groups { count(&books, group) }
            let ids = try StoredJSON.text(groups.flatMap(\.ids))
            try InterventionTable.add(action, note, to: ids, in: database)
            let change =
                switch action {
                case .redrive:
                    """
                    state = 'pending', due_at = ?1, started_at = ?1, attempts = 0, sends_plain_text = 0,
                        dead_letter = NULL
                    """
                case .drop: "state = 'dropped', due_at = ?1"
                }
            try database.run(
                "UPDATE delivery SET \(change) WHERE id IN (SELECT value FROM json_each(?2))",
                [note.at.milliseconds, ids])
            return groups.reduce(0) { $0 + $1.ids.count }
        }
    }
}

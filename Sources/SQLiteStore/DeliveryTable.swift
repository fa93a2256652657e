import Foundation
import GRDB
import Outbox
import Rules
import TextFormats

/// Deliveries as rows.
enum DeliveryTable {
    /// - Returns: nil for one that cannot be sent, and is a dead letter from the start.
    static func add(
        _ delivery: NewDelivery, event: Int64, storm: Int64? = nil, receivedAt: Timestamp, startedAt: Timestamp,
        to database: Database
    ) throws -> PendingDelivery? {
        let kind = StoredKind(delivery.kind)
        let row =
            try database.insert(
                """
                INSERT INTO delivery (event, storm, kind, otherwise_of, rule, target, api_destination, channel, order_key,
                    received_at, state, due_at, started_at, maximum_retry_attempts, maximum_event_age_in_seconds,
                    dead_letter, parameters, body)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    event, storm, kind.word, kind.failoverOf, StoredText(delivery.rule), StoredText(delivery.target),
                    StoredText(delivery.apiDestination), delivery.channel.map(StoredText.init),
                    StoredText(delivery.orderKey), receivedAt.milliseconds,
                    delivery.failure == nil ? DeliveryState.pending.rawValue : DeliveryState.dead.rawValue,
                    startedAt.milliseconds, startedAt.milliseconds, delivery.retryPolicy.maximumRetryAttempts,
                    delivery.retryPolicy.maximumEventAgeInSeconds, try delivery.failure.map(StoredJSON.text),
                    try StoredParameters(delivery.request).map(StoredJSON.text), Data(delivery.request.body),
                ])
        guard delivery.failure == nil else { return nil }
        return PendingDelivery(
            id: DeliveryID(row: row), sequence: row, apiDestination: delivery.apiDestination, channel: delivery.channel,
            orderKey: delivery.orderKey,
            dueAt: startedAt)
    }

    static func delivery(_ id: DeliveryID, in database: Database) throws -> Delivery? {
        try database.first("\(selection) WHERE delivery.id = ?", [id.row]).map(delivery(from:))
    }

    static func pending(_ id: DeliveryID, in database: Database) throws -> PendingDelivery? {
        try database.first(
            "SELECT id, api_destination, channel, order_key, due_at, attempts FROM delivery WHERE id = ?", [id.row]
        ).map(pending(from:))
    }

    /// Has a delivery sent again, with attempts and time counted anew from when it is due.
    static func restart(_ id: DeliveryID, at dueAt: Timestamp, in database: Database) throws -> PendingDelivery? {
        try database.run(
            """
            UPDATE delivery SET state = 'pending', due_at = ?1, started_at = ?1, attempts = 0, sends_plain_text = 0,
                dead_letter = NULL
            WHERE id = ?2
            """, [dueAt.milliseconds, id.row])
        return try pending(id, in: database)
    }

    /// Rows for ``delivery(from:)``; a condition is to follow.
    static let selection = """
        SELECT delivery.*, event.event_id, event.origin, event.drill, event.body AS event_body, \(StormTable.columns)
        FROM delivery JOIN event ON event.id = delivery.event LEFT JOIN storm ON storm.id = delivery.storm
        """

    static func delivery(from row: Row) throws -> Delivery {
        let deadLetter = try row.textIfAny("dead_letter").map { try StoredJSON.value(DeadLetter.self, in: $0) }
        return Delivery(
            id: DeliveryID(row: try row.integer("id")), content: try content(from: row),
            eventID: try row.textIfAny("event_id"), event: try row.bytes("event_body"), origin: try row.origin(),
            receivedAt: try row.time("received_at"), startedAt: try row.time("started_at"),
            state: try row.word("state"), dueAt: try row.time("due_at"), attempts: try row.count("attempts"),
            sendsPlainText: try row.decode(Bool.self, forColumn: "sends_plain_text"),
            hasFailedOver: try row.decode(Bool.self, forColumn: "is_handed_over"), deadLetter: deadLetter,
            storm: try StormTable.storm(from: row))
    }

    static func pending(from row: Row) throws -> PendingDelivery {
        PendingDelivery(
            id: DeliveryID(row: try row.integer("id")), sequence: try row.integer("id"),
            apiDestination: try row.text("api_destination"),
            channel: try row.textIfAny("channel"), orderKey: try row.text("order_key"), dueAt: try row.time("due_at"),
            attempts: try row.count("attempts"))
    }

    private static func content(from row: Row) throws -> NewDelivery {
        var policy = RetryPolicy()
        policy.maximumRetryAttempts = try row.count("maximum_retry_attempts")
        policy.maximumEventAgeInSeconds = try row.count("maximum_event_age_in_seconds")
        let parameters = try row.textIfAny("parameters").map { try StoredJSON.value(StoredParameters.self, in: $0) }
        return NewDelivery(
            kind: try StoredKind(row).kind, rule: try row.text("rule"), target: try row.text("target"),
            apiDestination: try row.text("api_destination"), channel: try row.textIfAny("channel"),
            orderKey: try row.text("order_key"),
            request: (parameters ?? StoredParameters()).request(body: try row.bytes("body")), retryPolicy: policy)
    }
}

// MARK: - Standings

extension DeliveryTable {
    static func standing(_ id: DeliveryID, in database: Database) throws -> DeliveryStanding? {
        try database.first("\(standings) WHERE delivery.id = ?", [id.row]).map(standing(from:))
    }

    /// Rows for ``standing(from:)``, without bodies; a condition is to follow.
    static let standings = """
        SELECT delivery.id, api_destination, received_at, delivery.started_at, state, due_at, begun_at, attempts,
            sends_plain_text, is_handed_over, dead_letter, lease.owner, lease.until, \(StormTable.columns)
        FROM delivery LEFT JOIN lease ON lease.delivery = delivery.id LEFT JOIN storm ON storm.id = delivery.storm
        """

    static func standing(from row: Row) throws -> DeliveryStanding {
        DeliveryStanding(
            id: DeliveryID(row: try row.integer("id")), apiDestination: try row.text("api_destination"),
            receivedAt: try row.time("received_at"), startedAt: try row.time("started_at"),
            state: try row.word("state"), dueAt: try row.time("due_at"), begunAt: try row.timeIfAny("begun_at"),
            lease: try row.textIfAny("owner").map { DeliveryLease(owner: $0, until: try row.time("until")) },
            attempts: try row.count("attempts"),
            sendsPlainText: try row.decode(Bool.self, forColumn: "sends_plain_text"),
            hasFailedOver: try row.decode(Bool.self, forColumn: "is_handed_over"),
            deadLetter: try row.textIfAny("dead_letter").map { try StoredJSON.value(DeadLetter.self, in: $0) },
            storm: try StormTable.storm(from: row))
    }

    /// Writes what attempts change of a delivery.
    static func replace(_ standing: DeliveryStanding, in database: Database) throws {
        try database.run(
            """
            UPDATE delivery SET state = ?, due_at = ?, started_at = ?, attempts = ?, sends_plain_text = ?,
                is_handed_over = ?, dead_letter = ?
            WHERE id = ?
            """,
            [
                standing.state.rawValue, standing.dueAt.milliseconds, standing.startedAt.milliseconds,
                standing.attempts, standing.sendsPlainText, standing.hasFailedOver,
                try standing.deadLetter.map(StoredJSON.text), standing.id.row,
            ])
    }
}

extension DeliveryID {
    /// Rows are numbered from 1, and ids spell the numbers.
    init(row: Int64) { self.init(String(row)) }

    /// The row's number; 0, which no row has, for a text that is no id of this store's.
    var row: Int64 { jsonNumber ?? 0 }
}

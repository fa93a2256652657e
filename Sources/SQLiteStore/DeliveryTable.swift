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
        let id = DeliveryID(
            try database.insert(
                """
                INSERT INTO delivery (event, storm, kind, otherwise_of, rule, target, api_destination, channel, order_key,
                    received_at, state, due_at, started_at, maximum_retry_attempts, maximum_event_age_in_seconds,
                    dead_letter, parameters, body)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    event, storm, kind.word, kind.otherwiseOf, StoredText(delivery.rule), StoredText(delivery.target),
                    StoredText(delivery.apiDestination), delivery.channel.map(StoredText.init),
                    StoredText(delivery.orderKey), receivedAt.milliseconds,
                    delivery.failure == nil ? DeliveryState.pending.rawValue : DeliveryState.dead.rawValue,
                    startedAt.milliseconds, startedAt.milliseconds, delivery.retryPolicy.maximumRetryAttempts,
                    delivery.retryPolicy.maximumEventAgeInSeconds, try delivery.failure.map(StoredJSON.text),
                    try StoredParameters(delivery.request).map(StoredJSON.text), Data(delivery.request.body),
                ]))
        guard delivery.failure == nil else { return nil }
        return PendingDelivery(
            id: id, apiDestination: delivery.apiDestination, channel: delivery.channel, orderKey: delivery.orderKey,
            dueAt: startedAt)
    }

    static func delivery(_ id: DeliveryID, in database: Database) throws -> Delivery? {
        try database.first("\(selection) WHERE delivery.id = ?", [id.number]).map(delivery(from:))
    }

    /// Rows for ``delivery(from:)``; a condition is to follow.
    static let selection = """
        SELECT delivery.*, event.event_id, event.origin, event.drill, event.body AS event_body, \(StormTable.columns)
        FROM delivery JOIN event ON event.id = delivery.event LEFT JOIN storm ON storm.id = delivery.storm
        """

    static func delivery(from row: Row) throws -> Delivery {
        let deadLetter = try row.textIfAny("dead_letter").map { try StoredJSON.value(DeadLetter.self, in: $0) }
        return Delivery(
            id: DeliveryID(try row.integer("id")), content: try content(from: row),
            eventID: try row.textIfAny("event_id"), event: try row.bytes("event_body"), origin: try row.origin(),
            receivedAt: try row.time("received_at"), startedAt: try row.time("started_at"),
            state: try row.word("state"), dueAt: try row.time("due_at"), attempts: try row.count("attempts"),
            sendsPlainText: try row.decode(Bool.self, forColumn: "sends_plain_text"),
            isHandedOver: try row.decode(Bool.self, forColumn: "is_handed_over"), deadLetter: deadLetter,
            storm: try StormTable.storm(from: row))
    }

    static func pending(from row: Row) throws -> PendingDelivery {
        PendingDelivery(
            id: DeliveryID(try row.integer("id")), apiDestination: try row.text("api_destination"),
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

import Foundation
import GRDB
import Outbox
import Rules
import TextFormats

/// A delivery as it is added.
private struct NewDeliveryRow: PersistableRecord {
    static let databaseTableName = "delivery"

    let content: NewDelivery
    let event: Int64
    let storm: Int64?
    let receivedAt: Timestamp
    let startedAt: Timestamp

    func encode(to container: inout PersistenceContainer) throws {
        let kind = StoredKind(content.kind)
        container["event"] = event
        container["storm"] = storm
        container["kind"] = kind.name
        container["otherwise_of"] = kind.failoverOf
        container["rule"] = StoredText(content.rule)
        container["target"] = StoredText(content.target)
        container["api_destination"] = StoredText(content.apiDestination)
        container["channel"] = content.channel.map(StoredText.init)
        container["order_key"] = StoredText(content.orderKey)
        container["received_at"] = Stored(receivedAt)
        container["state"] = Stored(content.failure == nil ? DeliveryState.pending : .dead)
        container["due_at"] = Stored(startedAt)
        container["started_at"] = Stored(startedAt)
        container["maximum_retry_attempts"] = content.retryPolicy.maximumRetryAttempts
        container["maximum_event_age_in_seconds"] = content.retryPolicy.maximumEventAgeInSeconds
        container["dead_letter"] = content.failure.map(Stored.init)
        container["parameters"] = try StoredParameters(content.request).map(StoredJSON.text)
        container["body"] = Data(content.request.body)
    }
}

/// Deliveries as rows.
enum DeliveryTable {
    /// - Returns: nil for one that cannot be sent, and is a dead letter from the start.
    static func add(
        _ delivery: NewDelivery, event: Int64, storm: Int64? = nil, receivedAt: Timestamp, startedAt: Timestamp,
        to database: Database
    ) throws -> PendingDelivery? {
        try NewDeliveryRow(
            content: delivery, event: event, storm: storm, receivedAt: receivedAt, startedAt: startedAt
        ).insert(database)
        let row = database.lastInsertedRowID
        if delivery.givesWay { try database.run("INSERT INTO giving_way VALUES (?)", [row]) }
        guard delivery.failure == nil else { return nil }
        return PendingDelivery(
            id: DeliveryID(row: row), sequence: row, apiDestination: delivery.apiDestination, channel: delivery.channel,
            orderKey: delivery.orderKey, givesWay: delivery.givesWay, dueAt: startedAt,
            lastTryAt: RetrySchedule(delivery.retryPolicy, startedAt: startedAt).lastTryAt)
    }

    static func delivery(_ id: DeliveryID, in database: Database) throws -> Delivery? {
        try database.first("\(selection) WHERE delivery.id = ?", [Stored(id)]).map(delivery(from:))
    }

    static func pending(_ id: DeliveryID, in database: Database) throws -> PendingDelivery? {
        try database.first("\(pendingSelection) WHERE delivery.id = ?", [Stored(id)]).map(pending(from:))
    }

    /// Has a delivery sent again, with attempts and time counted anew from when it is due.
    static func restart(_ id: DeliveryID, at dueAt: Timestamp, in database: Database) throws -> PendingDelivery? {
        try database.run(
            """
            UPDATE delivery SET state = 'pending', due_at = ?1, started_at = ?1, attempts = 0, sends_plain_text = 0,
                dead_letter = NULL
            WHERE id = ?2
            """, [Stored(dueAt), Stored(id)])
        try InterruptionRow(0, of: id).write(to: database)
        return try pending(id, in: database)
    }

    /// Rows for ``PendingRow``, without bodies; a condition is to follow.
    static let pendingSelection = """
        SELECT delivery.id, api_destination, channel, order_key, giving_way.delivery IS NOT NULL AS gives_way, due_at,
            attempts, started_at, maximum_retry_attempts, maximum_event_age_in_seconds, \(InterruptionRow.column)
        FROM delivery LEFT JOIN giving_way ON giving_way.delivery = delivery.id
            \(InterruptionRow.join)
        """

    /// Rows for ``DeliveryRow``; a condition is to follow.
    static let selection = """
        SELECT delivery.*, event.event_id, event.origin, event.drill, event.body AS event_body,
            giving_way.delivery IS NOT NULL AS gives_way, \(InterruptionRow.column), \(StormTable.columns)
        FROM delivery JOIN event ON event.id = delivery.event LEFT JOIN storm ON storm.id = delivery.storm
            LEFT JOIN giving_way ON giving_way.delivery = delivery.id
            \(InterruptionRow.join)
        """

    static func delivery(from row: Row) throws -> Delivery { try DeliveryRow(row: row).delivery }

    static func pending(from row: Row) throws -> PendingDelivery { try PendingRow(row: row).pending }
}

/// A whole delivery, with what its event and its storm have of it: a row of ``DeliveryTable/selection``.
struct DeliveryRow: FetchableRecord {
    let delivery: Delivery

    init(row: Row) throws {
        delivery = Delivery(
            id: try row.get("id"), content: try Self.content(from: row), eventID: try row.textIfAny("event_id"),
            event: try row.bytes("event_body"), origin: try row.origin(), receivedAt: try row.get("received_at"),
            startedAt: try row.get("started_at"), state: try row.get("state"), dueAt: try row.get("due_at"),
            attempts: try row.get("attempts"), sendsPlainText: try row.get("sends_plain_text"),
            hasFailedOver: try row.get("is_handed_over"), deadLetter: try row.getIfAny("dead_letter"),
            storm: try StormTable.storm(from: row), interruptions: try row.get("interruptions"))
    }

    private static func content(from row: Row) throws -> NewDelivery {
        let parameters = try row.textIfAny("parameters").map { try StoredJSON.value(StoredParameters.self, in: $0) }
        return NewDelivery(
            kind: try StoredKind(row).kind, rule: try row.text("rule"), target: try row.text("target"),
            apiDestination: try row.text("api_destination"), channel: try row.textIfAny("channel"),
            orderKey: try row.text("order_key"), givesWay: try row.get("gives_way"),
            request: (parameters ?? StoredParameters()).request(body: try row.bytes("body")),
            retryPolicy: try row.retryPolicy())
    }
}

/// What deciding when to send needs of a delivery.
struct PendingRow: FetchableRecord {
    let pending: PendingDelivery

    init(row: Row) throws {
        pending = PendingDelivery(
            id: try row.get("id"), sequence: try row.get("id"), apiDestination: try row.text("api_destination"),
            channel: try row.textIfAny("channel"), orderKey: try row.text("order_key"),
            givesWay: try row.get("gives_way"), dueAt: try row.get("due_at"), attempts: try row.get("attempts"),
            interruptions: try row.get("interruptions"),
            lastTryAt: RetrySchedule(try row.retryPolicy(), startedAt: try row.get("started_at")).lastTryAt)
    }
}

extension Row {
    fileprivate func retryPolicy() throws -> RetryPolicy {
        var policy = RetryPolicy()
        policy.maximumRetryAttempts = try get("maximum_retry_attempts")
        policy.maximumEventAgeInSeconds = try get("maximum_event_age_in_seconds")
        return policy
    }
}

// MARK: - Standings

/// Where a delivery stands: read as a row of ``DeliveryTable/standings``, written to the delivery's own row.
struct StandingRow: FetchableRecord, PersistableRecord {
    static let databaseTableName = "delivery"

    let standing: DeliveryStanding

    init(_ standing: DeliveryStanding) { self.standing = standing }

    init(row: Row) throws {
        standing = DeliveryStanding(
            id: try row.get("id"), apiDestination: try row.text("api_destination"),
            receivedAt: try row.get("received_at"), startedAt: try row.get("started_at"), state: try row.get("state"),
            dueAt: try row.get("due_at"), begunAt: try row.getIfAny("begun_at"),
            lease: try row.textIfAny("owner").map { DeliveryLease(owner: $0, until: try row.get("until")) },
            attempts: try row.get("attempts"), sendsPlainText: try row.get("sends_plain_text"),
            hasFailedOver: try row.get("is_handed_over"), deadLetter: try row.getIfAny("dead_letter"),
            storm: try StormTable.storm(from: row), interruptions: try row.get("interruptions"))
    }

    /// What attempts change of a delivery; its lease, its interruptions and its storm have rows of their own.
    func encode(to container: inout PersistenceContainer) {
        container["id"] = Stored(standing.id)
        container["state"] = Stored(standing.state)
        container["due_at"] = Stored(standing.dueAt)
        container["started_at"] = Stored(standing.startedAt)
        container["attempts"] = standing.attempts
        container["sends_plain_text"] = standing.sendsPlainText
        container["is_handed_over"] = standing.hasFailedOver
        container["dead_letter"] = standing.deadLetter.map(Stored.init)
    }
}

extension DeliveryTable {
    static func standing(_ id: DeliveryID, in database: Database) throws -> DeliveryStanding? {
        try database.first("\(standings) WHERE delivery.id = ?", [Stored(id)]).map(StandingRow.init(row:))?.standing
    }

    /// Rows for ``StandingRow``, without bodies; a condition is to follow.
    static let standings = """
        SELECT delivery.id, api_destination, received_at, delivery.started_at, state, due_at, begun_at, attempts,
            sends_plain_text, is_handed_over, dead_letter, lease.owner, lease.until, \(InterruptionRow.column),
            \(StormTable.columns)
        FROM delivery LEFT JOIN lease ON lease.delivery = delivery.id LEFT JOIN storm ON storm.id = delivery.storm
            \(InterruptionRow.join)
        """

    static func replace(_ standing: DeliveryStanding, in database: Database) throws {
        try StandingRow(standing).update(database)
    }
}

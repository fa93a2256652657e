import Alerts
import GRDB
import Outbox
import TextFormats

/// A storm as a row.
struct StormRow: PersistableRecord {
    static let databaseTableName = "storm"

    /// Nil for a new one: SQLite gives it one.
    var id: Int64?
    let storm: Storm

    func encode(to container: inout PersistenceContainer) {
        container["id"] = id
        container["rule"] = StoredText(storm.key.rule)
        container["target"] = StoredText(storm.key.target)
        container["role"] = StoredText(storm.key.role)
        container["started_at"] = Stored(storm.startedAt)
        container["ends_at"] = Stored(storm.endsAt)
        container["folded_uses"] = storm.foldedUses
        container["denied_uses"] = storm.deniedUses
        container["told_uses"] = storm.announcedUses
        container["latest_who"] = StoredText(storm.latestWho)
        container["latest_at"] = Stored(storm.latestAt)
        container["message_timestamp"] = storm.messageTimestamp.map(StoredText.init)
        container["is_denied"] = storm.key.isDenied
        container["summary_delay"] = storm.summaryDelay.wholeMilliseconds
    }
}

/// Storms as rows; each has one delivery, its summary.
enum StormTable {
    /// The storms of one key that end after a moment.
    static func storms(
        _ key: Storm.Key, endingAfter moment: Timestamp, in database: Database
    ) throws -> Set<StormOnRecord> {
        Set(
            try database.all(
                """
                SELECT delivery.id, delivery.state, delivery.api_destination, \(columns)
                FROM storm JOIN delivery ON delivery.storm = storm.id
                WHERE storm.rule = ? AND storm.target = ? AND storm.role = ? AND storm.is_denied = ?
                    AND storm.ends_at > ?
                """,
                [
                    StoredText(key.rule), StoredText(key.target), StoredText(key.role), key.isDenied, Stored(moment),
                ]
            ) { row in
                guard let storm = try storm(from: row) else {
                    throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a storm without a rule")
                }
                return StormOnRecord(
                    .stored(try row.get("id")), storm, summaryState: try row.get("state"),
                    apiDestination: try row.text("api_destination"))
            })
    }

    /// - Returns: the new storm's row.
    static func add(_ storm: Storm, to database: Database) throws -> Int64 {
        try StormRow(storm: storm).insert(database)
        return database.lastInsertedRowID
    }

    static func replace(_ storm: Storm, ofSummary summary: DeliveryID, in database: Database) throws {
        let id = try database.number("SELECT storm FROM delivery WHERE id = ?", [Stored(summary)])
        try StormRow(id: id, storm: storm).update(database)
    }

    /// The storm of a row in which its columns are prefixed with `storm_`; nil for a delivery without a storm.
    static func storm(from row: Row) throws -> Storm? {
        guard let rule = try row.textIfAny("storm_rule") else { return nil }
        return Storm(
            key: Storm.Key(
                rule: rule, target: try row.text("storm_target"), role: try row.text("storm_role"),
                isDenied: try row.get("storm_is_denied")),
            startedAt: try row.get("storm_started_at"), endsAt: try row.get("storm_ends_at"),
            foldedUses: try row.get("storm_folded_uses"), deniedUses: try row.get("storm_denied_uses"),
            announcedUses: try row.get("storm_told_uses"), latestWho: try row.text("storm_latest_who"),
            latestAt: try row.get("storm_latest_at"), messageTimestamp: try row.textIfAny("storm_message_timestamp"),
            summaryDelay: .milliseconds(try row.get("storm_summary_delay") as Int64))
    }

    /// What ``storm(from:)`` reads.
    static let columns = [
        "rule", "target", "role", "started_at", "ends_at", "folded_uses", "denied_uses", "told_uses", "latest_who",
        "latest_at", "message_timestamp", "is_denied", "summary_delay",
    ].map { "storm.\($0) AS storm_\($0)" }.joined(separator: ", ")
}

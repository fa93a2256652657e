import Alerts
import GRDB
import Outbox
import TextFormats

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
                WHERE storm.rule = ? AND storm.target = ? AND storm.role = ? AND storm.ends_at > ?
                """,
                [StoredText(key.rule), StoredText(key.target), StoredText(key.role), moment.milliseconds]
            ) { row in
                guard let storm = try storm(from: row) else {
                    throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a storm without a rule")
                }
                return StormOnRecord(
                    .stored(DeliveryID(row: try row.integer("id"))), storm, summaryState: try row.word("state"),
                    apiDestination: try row.text("api_destination"))
            })
    }

    /// - Returns: the new storm's row.
    static func add(_ storm: Storm, to database: Database) throws -> Int64 {
        try database.insert(
            """
            INSERT INTO storm (folded_uses, denied_uses, told_uses, latest_who, latest_at, message_timestamp, rule,
                target, role, started_at, ends_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            values(of: storm) + [
                StoredText(storm.key.rule), StoredText(storm.key.target), StoredText(storm.key.role),
                storm.startedAt.milliseconds, storm.endsAt.milliseconds,
            ])
    }

    /// Writes what changes as a storm goes on.
    static func replace(_ storm: Storm, ofSummary summary: DeliveryID, in database: Database) throws {
        try database.run(
            """
            UPDATE storm SET folded_uses = ?, denied_uses = ?, told_uses = ?, latest_who = ?, latest_at = ?,
                message_timestamp = ?
            WHERE id = (SELECT storm FROM delivery WHERE id = ?)
            """, values(of: storm) + [summary.row])
    }

    private static func values(of storm: Storm) -> StatementArguments {
        [
            storm.foldedUses, storm.deniedUses, storm.announcedUses, StoredText(storm.latestWho),
            storm.latestAt.milliseconds, storm.messageTimestamp.map(StoredText.init),
        ]
    }

    /// The storm of a row in which its columns are prefixed with `storm_`; nil where there is none.
    static func storm(from row: Row) throws -> Storm? {
        guard let rule = try row.textIfAny("storm_rule") else { return nil }
        return Storm(
            key: Storm.Key(rule: rule, target: try row.text("storm_target"), role: try row.text("storm_role")),
            startedAt: try row.time("storm_started_at"), endsAt: try row.time("storm_ends_at"),
            foldedUses: try row.count("storm_folded_uses"), deniedUses: try row.count("storm_denied_uses"),
            announcedUses: try row.count("storm_told_uses"), latestWho: try row.text("storm_latest_who"),
            latestAt: try row.time("storm_latest_at"), messageTimestamp: try row.textIfAny("storm_message_timestamp"))
    }

    /// What ``storm(from:)`` reads.
    static let columns = [
        "rule", "target", "role", "started_at", "ends_at", "folded_uses", "denied_uses", "told_uses", "latest_who",
        "latest_at", "message_timestamp",
    ].map { "storm.\($0) AS storm_\($0)" }.joined(separator: ", ")
}

import Alerts
import GRDB
import Outbox
import TextFormats

/// Storms as rows; each has one delivery, its summary.
enum StormTable {
    /// A storm under way, and where its summary stands.
    struct Open {
        var storm: Int64
        var delivery: DeliveryID
        var isDelivered: Bool
    }

    /// The storm that a use belongs to. One whose summary was given up is told to nobody: the next use begins another.
    static func open(for fold: StormFold, in database: Database) throws -> Open? {
        try database.first(
            """
            SELECT storm.id AS storm, delivery.id AS delivery, delivery.state AS state
            FROM storm JOIN delivery ON delivery.storm = storm.id
            WHERE storm.rule = ? AND storm.target = ? AND storm.role = ? AND ends_at > ?
                AND state NOT IN ('dead', 'dropped')
            ORDER BY ends_at DESC LIMIT 1
            """,
            [
                StoredText(fold.key.rule), StoredText(fold.key.target), StoredText(fold.key.role),
                fold.at.milliseconds,
            ]
        ).map { row in
            let state: DeliveryState = try row.word("state")
            return Open(
                storm: try row.integer("storm"), delivery: DeliveryID(try row.integer("delivery")),
                isDelivered: state == .delivered)
        }
    }

    /// - Returns: the new storm's id.
    static func begin(_ fold: StormFold, in database: Database) throws -> Int64 {
        try database.insert(
            """
            INSERT INTO storm (rule, target, role, started_at, ends_at, folded_uses, denied_uses, told_uses, latest_who,
                latest_at)
            VALUES (?, ?, ?, ?, ?, 1, ?, 0, ?, ?)
            """,
            [
                StoredText(fold.key.rule), StoredText(fold.key.target), StoredText(fold.key.role),
                fold.at.milliseconds, (fold.at + fold.window).milliseconds, fold.isDenied ? 1 : 0,
                StoredText(fold.who), fold.at.milliseconds,
            ])
    }

    static func add(_ fold: StormFold, to storm: Int64, in database: Database) throws {
        try database.run(
            """
            UPDATE storm SET folded_uses = folded_uses + 1, denied_uses = denied_uses + ?1,
                latest_who = iif(?2 >= latest_at, ?3, latest_who), latest_at = max(latest_at, ?2)
            WHERE id = ?4
            """,
            [fold.isDenied ? 1 : 0, fold.at.milliseconds, StoredText(fold.who), storm])
    }

    /// Puts on record what a message told.
    ///
    /// - Parameter uses: How many; nil for all that there are.
    static func tell(
        _ uses: Int?, messageTimestamp: String?, of storm: Int64, in database: Database
    ) throws {
        try database.run(
            """
            UPDATE storm SET told_uses = coalesce(?, folded_uses), message_timestamp = coalesce(?, message_timestamp)
            WHERE id = ?
            """, [uses, messageTimestamp.map(StoredText.init), storm])
    }

    /// Has a summary that was delivered sent again, because there is more to tell.
    static func reopen(
        _ delivery: DeliveryID, at now: Timestamp, in database: Database, _ books: inout Bookkeeping
    ) throws -> PendingDelivery? {
        guard var row = try DeliveryTable.delivery(delivery, in: database), let storm = row.storm,
            row.state == .delivered, storm.foldedUses > storm.toldUses
        else { return nil }
        row.dueAt = storm.messageTimestamp == nil ? max(now, storm.endsAt) : now + Storm.updateDelay
        row.attempts = 0
        try database.run(
            """
            UPDATE delivery SET state = 'pending', due_at = ?, started_at = ?, attempts = 0, sends_plain_text = 0
            WHERE id = ?
            """, [row.dueAt.milliseconds, row.dueAt.milliseconds, delivery.number])
        books.reopened(row.content.apiDestination, from: .delivered)
        return row.pending
    }

    /// The storm of a row in which its columns are prefixed with `storm_`; nil where there is none.
    static func storm(from row: Row) throws -> Storm? {
        guard let rule = try row.textIfAny("storm_rule") else { return nil }
        return Storm(
            key: Storm.Key(rule: rule, target: try row.text("storm_target"), role: try row.text("storm_role")),
            startedAt: try row.time("storm_started_at"), endsAt: try row.time("storm_ends_at"),
            foldedUses: try row.count("storm_folded_uses"), deniedUses: try row.count("storm_denied_uses"),
            toldUses: try row.count("storm_told_uses"), latestWho: try row.text("storm_latest_who"),
            latestAt: try row.time("storm_latest_at"), messageTimestamp: try row.textIfAny("storm_message_timestamp"))
    }

    /// What ``storm(from:)`` reads.
    static let columns = [
        "rule", "target", "role", "started_at", "ends_at", "folded_uses", "denied_uses", "told_uses", "latest_who",
        "latest_at", "message_timestamp",
    ].map { "storm.\($0) AS storm_\($0)" }.joined(separator: ", ")
}

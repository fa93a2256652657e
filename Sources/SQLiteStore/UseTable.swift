import Alerts
import CloudTrail
import GRDB
import Outbox
import TextFormats

/// A role use as a row.
struct UseRow: FetchableRecord, PersistableRecord {
    static let databaseTableName = "role_use"

    let use: LedgerUse

    init(_ use: LedgerUse) { self.use = use }

    init(row: Row) throws {
        use = LedgerUse(
            id: try row.get("id"), time: try row.get("time"), receivedAt: try row.get("received_at"),
            origin: try row.origin(), who: try row.text("who"), role: try row.text("role"),
            roleARN: try row.textIfAny("role_arn"), account: try row.text("account"),
            region: try row.textIfAny("region"), sourceAddress: try row.textIfAny("source_address"),
            kind: try row.get("kind"), channel: try row.get("channel"), mfa: try row.get("mfa"),
            outcome: try row.get("outcome"), refusal: try row.textIfAny("refusal"),
            sessionName: try row.textIfAny("session_name"), durationSeconds: try row.getIfAny("duration_seconds"),
            accessKeyID: try row.textIfAny("access_key_id"), eventID: try row.textIfAny("event_id"),
            sharedEventID: try row.textIfAny("shared_event_id"), isCopyWithoutCaller: try row.get("is_poorer_copy"))
    }

    func encode(to container: inout PersistenceContainer) {
        // A new use has no id yet: SQLite gives it one.
        container["id"] = use.id == 0 ? nil : use.id
        container["time"] = Stored(use.time)
        container["received_at"] = Stored(use.receivedAt)
        container["origin"] = use.origin.stored
        container["who"] = StoredText(use.who)
        container["role"] = StoredText(use.role)
        container["role_arn"] = use.roleARN.map(StoredText.init)
        container["account"] = StoredText(use.account)
        container["region"] = use.region.map(StoredText.init)
        container["source_address"] = use.sourceAddress.map(StoredText.init)
        container["kind"] = Stored(use.kind)
        container["channel"] = Stored(use.channel)
        container["mfa"] = Stored(use.mfa)
        container["outcome"] = Stored(use.outcome)
        container["refusal"] = use.refusal.map(StoredText.init)
        container["session_name"] = use.sessionName.map(StoredText.init)
        container["duration_seconds"] = use.durationSeconds
        container["access_key_id"] = use.accessKeyID.map(StoredText.init)
        container["event_id"] = use.eventID.map(StoredText.init)
        container["shared_event_id"] = use.sharedEventID.map(StoredText.init)
        container["is_poorer_copy"] = use.isCopyWithoutCaller
        container["day"] = use.time.day.number
    }
}

/// Role uses as rows.
enum UseTable {
    /// - Returns: the new use's id.
    static func add(_ use: LedgerUse, to database: Database) throws -> Int64 {
        try UseRow(use).insert(database)
        return database.lastInsertedRowID
    }

    static func replace(_ use: LedgerUse, in database: Database) throws { try UseRow(use).update(database) }

    static func use(_ id: Int64, in database: Database) throws -> LedgerUse? {
        try database.first("SELECT * FROM role_use WHERE id = ?", [id]).map(UseRow.init(row:))?.use
    }

    static func uses(
        in range: Range<Timestamp>, after cursor: LedgerUse.Cursor?, limit: Int, in database: Database
    ) throws -> [LedgerUse] {
        let cursor = cursor ?? LedgerUse.Cursor(time: Timestamp(milliseconds: .min), id: .min)
        return try database.all(
            """
            SELECT * FROM role_use WHERE time >= ? AND time < ? AND (time, id) > (?, ?) ORDER BY time, id LIMIT ?
            """,
            [
                Stored(max(range.lowerBound, cursor.time)), Stored(range.upperBound), Stored(cursor.time), cursor.id,
                limit,
            ]
        ) { try UseRow(row: $0).use }
    }
}

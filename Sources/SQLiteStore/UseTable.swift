import Alerts
import CloudTrail
import GRDB
import TextFormats

/// Role uses as rows.
enum UseTable {
    static func add(_ use: LedgerUse, to database: Database) throws -> Int64 {
        try database.insert(
            """
            INSERT INTO role_use (time, received_at, origin, who, role, role_arn, account, region, source_address, kind,
                channel, mfa, outcome, refusal, session_name, duration_seconds, access_key_id, event_id, shared_event_id,
                is_poorer_copy, day)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, arguments(of: use))
    }

    static func replace(_ use: LedgerUse, in database: Database) throws {
        try database.run(
            """
            UPDATE role_use SET time = ?, received_at = ?, origin = ?, who = ?, role = ?, role_arn = ?, account = ?,
                region = ?, source_address = ?, kind = ?, channel = ?, mfa = ?, outcome = ?, refusal = ?,
                session_name = ?, duration_seconds = ?, access_key_id = ?, event_id = ?, shared_event_id = ?,
                is_poorer_copy = ?, day = ?
            WHERE id = ?
            """, arguments(of: use) + [use.id])
    }

    static func use(_ id: Int64, in database: Database) throws -> LedgerUse? {
        try database.first("SELECT * FROM role_use WHERE id = ?", [id]).map(use(from:))
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
                max(range.lowerBound, cursor.time).milliseconds, range.upperBound.milliseconds,
                cursor.time.milliseconds, cursor.id, limit,
            ], use(from:))
    }

    private static func arguments(of use: LedgerUse) -> StatementArguments {
        [
            use.time.milliseconds, use.receivedAt.milliseconds, use.origin.stored, StoredText(use.who),
            StoredText(use.role), use.roleARN.map(StoredText.init), StoredText(use.account),
            use.region.map(StoredText.init), use.sourceAddress.map(StoredText.init), use.kind.rawValue,
            use.channel.rawValue, use.mfa.rawValue, use.outcome.rawValue, use.refusal.map(StoredText.init),
            use.sessionName.map(StoredText.init), use.durationSeconds, use.accessKeyID.map(StoredText.init),
            use.eventID.map(StoredText.init), use.sharedEventID.map(StoredText.init), use.isPoorerCopy,
            use.time.day.number,
        ]
    }

    private static func use(from row: Row) throws -> LedgerUse {
        LedgerUse(
            id: try row.integer("id"), time: try row.time("time"), receivedAt: try row.time("received_at"),
            origin: try row.origin(), who: try row.text("who"), role: try row.text("role"),
            roleARN: try row.textIfAny("role_arn"), account: try row.text("account"),
            region: try row.textIfAny("region"), sourceAddress: try row.textIfAny("source_address"),
            kind: try row.word("kind"), channel: try row.word("channel"), mfa: try row.word("mfa"),
            outcome: try row.word("outcome"), refusal: try row.textIfAny("refusal"),
            sessionName: try row.textIfAny("session_name"),
            durationSeconds: try row.decode(Int?.self, forColumn: "duration_seconds"),
            accessKeyID: try row.textIfAny("access_key_id"), eventID: try row.textIfAny("event_id"),
            sharedEventID: try row.textIfAny("shared_event_id"),
            isPoorerCopy: try row.decode(Bool.self, forColumn: "is_poorer_copy"))
    }
}

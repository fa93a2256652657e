import GRDB
import Outbox
import TextFormats

/// Deliveries that wait for the configuration to be mended, as rows.
enum WaitingTable {
    /// A reason that cannot be read, in a damaged file, is told as empty.
    static func groups(in database: Database) throws -> [WaitingGroup] {
        try database.all(
            """
            SELECT api_destination, channel, dead_letter ->> 'errorCode' AS code, dead_letter ->> 'errorMessage' AS reason,
                count(*) AS number, min(received_at) AS oldest
            FROM (
                SELECT api_destination, channel, received_at, iif(json_valid(dead_letter), dead_letter, '{}') AS dead_letter
                FROM delivery WHERE state = 'waiting')
            GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4 LIMIT \(WaitingGroup.groupsLimit)
            """
        ) { row in
            WaitingGroup(
                lane: LaneKey(apiDestination: try row.text("api_destination"), channel: try row.textIfAny("channel")),
                errorCode: try row.textIfAny("code").flatMap(DeadLetter.ErrorCode.init) ?? .unknown,
                reason: try row.textIfAny("reason") ?? "", count: try row.get("number"), oldest: try row.get("oldest"))
        }
    }

    static func release(_ release: WaitingRelease, in database: Database) throws -> Int {
        try database.run(
            """
            UPDATE delivery SET state = 'pending', due_at = ?1, started_at = ?1, attempts = 0, sends_plain_text = 0,
                dead_letter = NULL
            WHERE id IN (
                SELECT id FROM delivery
                WHERE state = 'waiting' AND api_destination = ?2 AND channel IS ?3 AND due_at <= ?4
                ORDER BY due_at, id LIMIT ?5)
            """,
            [
                Stored(release.at), StoredText(release.lane.apiDestination), release.lane.channel.map(StoredText.init),
                Stored(release.heldUntil), max(0, release.limit),
            ])
        return database.changesCount
    }
}

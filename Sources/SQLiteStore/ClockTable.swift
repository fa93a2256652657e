import GRDB
import Outbox
import TextFormats

/// What a store remembers of time, as the one row of a table.
enum ClockTable {
    static func time(in database: Database) throws -> StoreTime? {
        try database.first("SELECT seen_at, pruning_at FROM clock").map { row in
            StoreTime(seenAt: try row.get("seen_at"), pruningAt: try row.get("pruning_at"))
        }
    }

    static func keep(_ time: StoreTime, in database: Database) throws {
        try database.run(
            "INSERT INTO clock VALUES (1, ?1, ?2) ON CONFLICT (id) DO UPDATE SET seen_at = ?1, pruning_at = ?2",
            [Stored(time.seenAt), Stored(time.pruningAt)])
    }

    static func move(_ shift: TimeShift, in database: Database) throws {
        let (started, due) = (shift.difference.wholeMilliseconds, shift.dueDifference.wholeMilliseconds)
        try database.run(
            """
            UPDATE delivery SET started_at = started_at + ?, due_at = due_at + ? WHERE state IN ('pending', 'sending')
            """, [started, due])
        try database.run("UPDATE delivery SET due_at = due_at + ? WHERE state = 'waiting'", [due])
        try database.run("UPDATE storm SET ends_at = ends_at + ? WHERE ends_at > ?", [due, Stored(shift.from)])
    }
}

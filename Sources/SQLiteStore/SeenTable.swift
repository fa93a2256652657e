import Alerts
import Foundation
import GRDB
import TextFormats

/// The keys by which events are recognised, as rows.
enum SeenTable {
    static func event(of key: EventKey, in database: Database) throws -> SeenEvent? {
        try database.first(
            "SELECT role_use, has_alerted, seen_at FROM seen WHERE kind = ? AND key = ?",
            [key.kind.rawValue, Data(key.bytes)]
        ).map { row in
            SeenEvent(
                use: try row.decode(Int64?.self, forColumn: "role_use").map(UseReference.stored),
                hasAlerted: try row.decode(Bool.self, forColumn: "has_alerted"), seenAt: try row.time("seen_at"))
        }
    }

    static func events(_ keys: [EventKey], in database: Database) throws -> SeenEvents {
        var seen = SeenEvents()
        for key in keys where seen.events[key] == nil {
            guard let event = try event(of: key, in: database) else { continue }
            seen.events[key] = event
            guard case .stored(let id) = event.use, seen.uses[.stored(id)] == nil else { continue }
            seen.uses[.stored(id)] = try UseTable.use(id, in: database)
        }
        return seen
    }

    /// - Parameter use: The id of the use that `event` refers to.
    static func write(_ event: SeenEvent, use: Int64?, for key: EventKey, in database: Database) throws {
        try database.run(
            """
            INSERT INTO seen VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE
                SET role_use = excluded.role_use, has_alerted = excluded.has_alerted, seen_at = excluded.seen_at
            """, [key.kind.rawValue, Data(key.bytes), use, event.hasAlerted, event.seenAt.milliseconds])
    }
}

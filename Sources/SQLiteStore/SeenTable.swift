import Alerts
import Foundation
import GRDB
import TextFormats

/// A key by which an event is recognised, and what is known by it, as a row.
struct SeenRow: FetchableRecord, PersistableRecord {
    static let databaseTableName = "seen"
    static let persistenceConflictPolicy = PersistenceConflictPolicy(insert: .replace)

    let key: EventKey
    let event: SeenEvent
    /// The id of the use that ``event`` refers to.
    let use: Int64?

    init(_ event: SeenEvent, use: Int64?, for key: EventKey) {
        (self.event, self.use, self.key) = (event, use, key)
    }

    init(row: Row) throws {
        use = try row.getIfAny("role_use")
        key = EventKey(try row.get("kind"), try row.bytes("key"))
        event = SeenEvent(
            use: use.map(UseReference.stored), hasAlerted: try row.get("has_alerted"), seenAt: try row.get("seen_at"))
    }

    func encode(to container: inout PersistenceContainer) {
        container["kind"] = Stored(key.kind)
        container["key"] = Data(key.bytes)
        container["role_use"] = use
        container["has_alerted"] = event.hasAlerted
        container["seen_at"] = Stored(event.seenAt)
    }
}

/// The keys by which events are recognised, as rows.
enum SeenTable {
    static func event(of key: EventKey, in database: Database) throws -> SeenEvent? {
        try database.first("SELECT * FROM seen WHERE kind = ? AND key = ?", [Stored(key.kind), Data(key.bytes)])
            .map(SeenRow.init(row:))?.event
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
}

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
            use: use.map(UseReference.stored), announced: try Self.announced(in: row), seenAt: try row.get("seen_at"))
    }

    /// An earlier version of relay wrote whether it announced an event, and not where.
    private static func announced(in row: Row) throws -> AnnouncedTargets {
        if let targets = try row.textIfAny("announced") { return try StoredTargets.targets(in: targets) }
        return try row.get("has_alerted") ? .all : .none
    }

    func encode(to container: inout PersistenceContainer) throws {
        container["kind"] = Stored(key.kind)
        container["key"] = Data(key.bytes)
        container["role_use"] = use
        container["has_alerted"] = !event.announced.isEmpty
        container["announced"] = try StoredTargets.text(of: event.announced)
        container["seen_at"] = Stored(event.seenAt)
    }
}

/// Where an event was announced, as JSON in a column: `[["used"],["used","slack"],["used","slack","late"]]` are a rule, one
/// of its targets, and that target's message sent to another API destination than its own.
private enum StoredTargets {
    /// Nil where there is nothing to write: the event was announced nowhere, or it is not known where.
    static func text(of announced: AnnouncedTargets) throws -> String? {
        guard case .these(let targets) = announced, !targets.isEmpty else { return nil }
        let names = targets.map { [$0.rule, $0.target, $0.redirectedTo].compactMap { $0 } }
        return try StoredJSON.text(names.sorted { $0.lexicographicallyPrecedes($1) })
    }

    static func targets(in text: String) throws -> AnnouncedTargets {
        let targets = try StoredJSON.value([[String]].self, in: text).map { names in
            guard let rule = names.first, names.count <= 3 else {
                throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "'\(text.prefix(60))' names no targets")
            }
            return RuleTarget(
                rule, names.dropFirst().first, redirectedTo: names.dropFirst(2).first)
        }
        return .these(Set(targets))
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

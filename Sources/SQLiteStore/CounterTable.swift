import GRDB
import Outbox
import Synchronization

/// Counters as rows, each under its key as JSON.
final class CounterTable: Sendable {
    /// How many spellings of keys are kept at hand. Beyond it they are spelt anew; the names in them are callers' words.
    static let spellingsLimit = 4_096

    private let spellings = Mutex<[CountKey: String]>([:])

    func add(_ totals: [CountKey: Int64], in database: Database) throws {
        guard !totals.isEmpty else { return }
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO counter VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = iif(
                    value > 9223372036854775807 - excluded.value, 9223372036854775807, value + excluded.value)
                """)
        for (key, number) in totals where number != 0 {
            try statement.execute(arguments: [spelling(of: key), number])
        }
    }

    static func counts(in database: Database) throws -> [Count] {
        try database.all("SELECT key, value FROM counter ORDER BY key") { row in
            Count(try StoredJSON.value(CountKey.self, in: row.text("key")), try row.integer("value"))
        }
    }

    private func spelling(of key: CountKey) throws -> String {
        if let known = spellings.withLock({ $0[key] }) { return known }
        let spelling = try StoredJSON.text(key)
        spellings.withLock { known in
            if known.count >= Self.spellingsLimit { known.removeAll() }
            known[key] = spelling
        }
        return spelling
    }
}

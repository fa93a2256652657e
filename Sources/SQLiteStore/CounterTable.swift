import GRDB
import Outbox
import Synchronization

/// Counters as rows, each under its key as JSON.
final class CounterTable: Sendable {
    /// How many spellings of keys are kept at hand. Beyond it they are spelt anew; the names in them are chosen by callers.
    static let spellingsLimit = 4_096

    private let spellings = Mutex<[CounterKey: String]>([:])
    /// The outcomes that have as many counters as are kept. Counters are never removed, so that it stays so.
    private let fullOutcomes = Mutex<Set<String>>([])

    func add(_ totals: [CounterKey: Int64], in database: Database) throws {
        guard !totals.isEmpty else { return }
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO counter VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = iif(
                    value > 9223372036854775807 - excluded.value, 9223372036854775807, value + excluded.value)
                """)
        for (key, number) in totals where number != 0 {
            try statement.execute(arguments: [spelling(of: kept(key, in: database)), number])
        }
    }

    /// The key under which is counted: the shared one where callers have named as many as are kept.
    private func kept(_ key: CounterKey, in database: Database) throws -> CounterKey {
        guard let outcome = key.boundedOutcome,
            try database.first("SELECT 1 FROM counter WHERE key = ?", [spelling(of: key)]) == nil
        else { return key }
        if fullOutcomes.withLock({ $0.contains(outcome) }) { return key.shared }
        let count = try database.number(
            """
            SELECT count(*) FROM counter
            WHERE key >= '{"roleUse":' AND key < '{"roleUse;' AND json_extract(key, '$.roleUse.outcome') = ?
            """, [outcome])
        guard count >= CounterKey.rolesLimit else { return key }
        fullOutcomes.withLock { _ = $0.insert(outcome) }
        return key.shared
    }

    static func counts(in database: Database) throws -> [Counter] {
        try database.all("SELECT key, value FROM counter ORDER BY key") { row in
            Counter(try StoredJSON.value(CounterKey.self, in: row.text("key")), try row.get("value"))
        }
    }

    private func spelling(of key: CounterKey) throws -> String {
        if let known = spellings.withLock({ $0[key] }) { return known }
        let spelling = try StoredJSON.text(key)
        spellings.withLock { known in
            if known.count >= Self.spellingsLimit { known.removeAll() }
            known[key] = spelling
        }
        return spelling
    }
}

import GRDB
import Outbox
import TextFormats

/// An ``OutboxFilter`` in SQL.
struct OutboxCondition {
    let sql: String
    let arguments: StatementArguments

    /// - Parameter states: Only these, of those that the filter names.
    init(_ filter: OutboxFilter, states: Set<DeliveryState>? = nil) throws {
        var parts: [String] = []
        var values: [(any DatabaseValueConvertible)?] = []
        func require(_ part: String, _ value: some DatabaseValueConvertible) {
            parts.append(part)
            values.append(value)
        }
        // Lists go in as one value each: SQLite bounds how many a statement may have.
        if !filter.ids.isEmpty {
            require(
                "delivery.id IN (SELECT value FROM json_each(?))", try StoredJSON.text(filter.ids.map(\.number)))
        }
        let wanted = filter.states.isEmpty ? states : states.map { $0.intersection(filter.states) } ?? filter.states
        if let wanted {
            require(
                "delivery.state IN (SELECT value FROM json_each(?))",
                try StoredJSON.text(wanted.map(\.rawValue).sorted()))
        }
        if let rule = filter.rule { require("delivery.rule = ?", StoredText(rule)) }
        if let name = filter.apiDestination { require("delivery.api_destination = ?", StoredText(name)) }
        if let since = filter.since { require("delivery.received_at >= ?", since.milliseconds) }
        if let until = filter.until { require("delivery.received_at < ?", until.milliseconds) }
        sql = parts.isEmpty ? "1" : parts.joined(separator: " AND ")
        arguments = StatementArguments(values)
    }
}

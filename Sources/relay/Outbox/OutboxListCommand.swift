internal import ArgumentParser
internal import Outbox
internal import SQLiteStore

/// `relay outbox list`.
struct OutboxListCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List deliveries, the newest first.",
        discussion: """
            EXAMPLE:
              relay outbox list --state dead --state waiting
              relay outbox list --rule break-glass-used --since 2026-03-01

            JSON: {"deliveries": [{"id", "state", "kind": "alert"|"summary"|"otherwise", "otherwise_of", "rule", \
            "target", "api_destination", "channel", "event_id", "origin": "live"|"archive"|"drill", "received_at", \
            "due_at" or "settled_at", "attempts", "dead_letter": {"fault": "destination"|"relay", "ERROR_CODE", \
            "ERROR_MESSAGE", "EXHAUSTED_RETRY_CONDITION", "RETRY_ATTEMPTS"}}], "is_complete": true|false}; what a \
            delivery does not have is left out.

            EXIT STATUS:
              0  of what is meant nothing is dead or waiting
              1  something is dead or waiting
              2  could not tell
            """)

    @OptionGroup var filters: OutboxFilterOptions
    @OptionGroup var store: StoreOption
    @OptionGroup var output: FormatOption

    @Option(help: ArgumentHelp("How many to list.", valueName: "number"))
    var limit = 50

    static let limitRange = 1...10_000

    func validate() throws {
        guard Self.limitRange.contains(limit) else {
            throw ValidationError("'--limit \(limit)': expected a number from 1 to \(Self.limitRange.upperBound).")
        }
    }

    func run(on console: Console) async throws -> ExitStatus {
        let store = try SQLiteAlertStore(try store.path(on: console), for: .read)
        // One more tells whether there are more.
        let found = try await store.deliveries(filters.filter, limit: limit + 1)
        let listed = found.prefix(limit)
        switch output.format {
        case .json:
            var report = JSONMembers()
            report.add("deliveries", listed.map(DeliveryReport.json))
            report.add("is_complete", found.count <= limit)
            try console.line(report.text)
        case .text:
            for line in DeliveryReport.table(Array(listed), in: console.style) { try console.line(line) }
            if found.count > limit { console.note("relay: there are more; these are the newest \(limit)") }
            if found.isEmpty { console.note("relay: no such delivery") }
        }
        return try await isAttentionNeeded(in: store) ? .no : .yes
    }

    /// Whether somebody has to see to anything that is meant, listed or not.
    private func isAttentionNeeded(in store: SQLiteAlertStore) async throws -> Bool {
        var filter = filters.filter
        let unhappy: Set<DeliveryState> = [.dead, .waiting]
        filter.states = filter.states.isEmpty ? unhappy : filter.states.intersection(unhappy)
        guard !filter.states.isEmpty else { return false }
        return try await !store.deliveries(filter, limit: 1).isEmpty
    }
}

package import Alerts
import GRDB
package import Outbox
package import TextFormats

extension SQLiteAlertStore: EventLedger {
    /// As ``EventLedger/place``.
    package var place: String { path }

    /// However many there are, they are one transaction.
    package var plansPerCommit: Int { .max }

    /// As ``EventLedger/seenEvents(_:)``.
    package func seenEvents(_ keys: [EventKey]) async throws(StoreError) -> SeenEvents {
        try await read { try SeenTable.events(keys, in: $0) }
    }

    /// As ``EventLedger/roleHistories(at:)``.
    package func roleHistories(at points: [UsePoint]) async throws(StoreError) -> [RoleHistory] {
        try await read { database in try points.map { try UseTable.history(at: $0, in: database) } }
    }

    /// As ``EventLedger/storms(_:endingAfter:)``.
    package func storms(
        _ keys: Set<Storm.Key>, endingAfter moment: Timestamp
    ) async throws(StoreError) -> [Storm.Key: Set<StormOnRecord>] {
        try await read { database in
            var storms: [Storm.Key: Set<StormOnRecord>] = [:]
            for key in keys { storms[key] = try StormTable.storms(key, endingAfter: moment, in: database) }
            return storms
        }
    }

    /// As ``EventLedger/commit(_:)``.
    package func commit(_ commit: AcceptanceCommit) async throws(StoreError) -> CommitResult {
        try await write(touchesRows: !commit.plans.isEmpty) { [now] database, counters in
            guard try commit.expected.hold(in: database) else { return .conflict }
            counters.add(commit.counters)
            var writer = AcceptanceWriter(database, acceptedAt: now())
            return .committed(try commit.plans.enumerated().map { try writer.write($0.element, at: $0.offset) })
        }
    }

    /// As ``EventLedger/probe()``.
    package func probe() async throws(StoreError) {
        try await write { database, _ in
            try database.run("UPDATE probe SET number = number + 1 & 0xFFFFFFFF")
        }
    }
}

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
        let hasPlans = !commit.plans.isEmpty
        return try await write(touchesRows: hasPlans, provesRoom: hasPlans) { [now, presence] database, counters in
            // Otherwise SQLite would take it, and it would be gone with this process.
            try presence?.check()
            guard try commit.expected.hold(in: database) else { return .conflict }
            counters.add(commit.counters)
            var writer = AcceptanceWriter(database, acceptedAt: now())
            return .committed(try commit.plans.enumerated().map { try writer.write($0.element, at: $0.offset) })
        }
    }

    /// As ``EventLedger/check()``. Where SQLite's log alone is gone, what is in it is copied into the file, so that the
    /// end of this process loses nothing.
    package func check() async throws(StoreError) {
        do throws(StoreError) {
            try checkPresence()
        } catch {
            if error.reason == .removed, presence?.databaseIsInPlace == true {
                try? await readWhereWritten { _ = try $0.checkpoint(.passive) }
            }
            throw error
        }
        if let room = StoreRoom(of: path), room.isFull { throw StoreError(.full, path: path, detail: room.sentence) }
        if let failure = queue?.failure { throw failure }
    }

    /// As ``EventLedger/probe()``. After a full disk it writes as much as the largest event takes.
    package func probe() async throws(StoreError) {
        try checkPresence()
        let bytes = queue?.failure?.reason == .full ? Self.probeBytes : 0
        try await write(provesRoom: bytes > 0) { database, _ in
            try database.run("UPDATE probe SET number = number + 1 & 0xFFFFFFFF, room = zeroblob(?)", [bytes])
        }
        if bytes > 0 { try await write { database, _ in try database.run("UPDATE probe SET room = NULL") } }
    }

    private func checkPresence() throws(StoreError) {
        if isClosed { throw StoreError(.closed, path: path) }
        try presence?.check()
    }

    /// As much as EventBridge's largest event has.
    private static let probeBytes = 256 * 1_024
}

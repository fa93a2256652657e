import GRDB
package import Outbox
package import TextFormats

extension SQLiteAlertStore: DeliveryStore {
    /// As ``DeliveryStore/pending(after:limit:)``.
    package func pending(after sequence: Int64?, limit: Int) async throws(StoreError) -> [PendingDelivery] {
        try await read { database in
            try database.all(
                """
                \(DeliveryTable.pendingSelection)
                WHERE state = 'pending' AND delivery.id > ? ORDER BY delivery.id LIMIT ?
                """, [sequence ?? 0, max(0, limit)], DeliveryTable.pending(from:))
        }
    }

    /// As ``DeliveryStore/begin(_:at:as:)``.
    package func begin(
        _ ids: [DeliveryID], at now: Timestamp, as lease: DeliveryLease
    ) async throws(StoreError) -> [Delivery] {
        try await write(touchesRows: !ids.isEmpty) { database, _ in
            try ids.compactMap { id in
                try database.run(
                    "UPDATE delivery SET state = 'sending', begun_at = ? WHERE id = ? AND state = 'pending'",
                    [Stored(now), Stored(id)])
                guard database.changesCount == 1 else { return nil }
                try LeaseRow(lease, of: id).insert(database)
                return try DeliveryTable.delivery(id, in: database)
            }
        }
    }

    /// As ``DeliveryStore/standing(of:)``.
    package func standing(of id: DeliveryID) async throws(StoreError) -> DeliveryStanding? {
        try await read { try DeliveryTable.standing(id, in: $0) }
    }

    /// The only server knows that everybody else's leases are those of servers that have ended.
    package func interrupted(
        at now: Timestamp, seenBy owner: String
    ) async throws(StoreError) -> [DeliveryStanding] {
        let isOnlyServer = isServer
        return try await read { database in
            try database.all(
                """
                \(DeliveryTable.standings) WHERE delivery.state = 'sending'
                    AND (lease.owner IS NULL OR lease.owner <> ?1) AND (?2 OR lease.until <= ?3) ORDER BY delivery.id
                """, [StoredText(owner), isOnlyServer, Stored(now)]
            ) { try StandingRow(row: $0).standing }
        }
    }

    /// As ``EventLedger/commit(_:)``.
    package func commit(_ plans: [SettlementPlan]) async throws(StoreError) -> [[PendingDelivery]?] {
        try await write(touchesRows: !plans.isEmpty) { database, counters in
            try plans.map { plan in
                guard try DeliveryTable.standing(plan.expected.id, in: database) == plan.expected else { return nil }
                counters.add(plan.counters)
                return try Self.write(plan, to: database)
            }
        }
    }

    private static func write(_ plan: SettlementPlan, to database: Database) throws -> [PendingDelivery] {
        let id = plan.expected.id
        try AttemptTable.add(plan.attempt, to: id, in: database)
        try DeliveryTable.replace(plan.standing, in: database)
        if plan.standing.lease == nil { try LeaseRow.remove(from: id, in: database) }
        if plan.standing.interruptions != plan.expected.interruptions {
            try InterruptionRow(plan.standing.interruptions, of: id).write(to: database)
        }
        if let storm = plan.standing.storm, storm != plan.expected.storm {
            try StormTable.replace(storm, ofSummary: id, in: database)
        }
        var pending: [PendingDelivery] = []
        if let copy = plan.failover {
            let event = try database.number("SELECT event FROM delivery WHERE id = ?", [Stored(id)])
            let new = try DeliveryTable.add(
                copy, event: event, receivedAt: plan.expected.receivedAt, startedAt: plan.attempt.endedAt, to: database)
            if let new { pending.append(new) }
        }
        if plan.isReopened { pending += try DeliveryTable.pending(id, in: database).map { [$0] } ?? [] }
        return pending
    }

    /// As ``DeliveryStore/waiting()``.
    package func waiting() async throws(StoreError) -> [WaitingGroup] { try await read(WaitingTable.groups(in:)) }

    /// As ``DeliveryStore/release(_:)``.
    package func release(_ release: WaitingRelease) async throws(StoreError) -> Int {
        try await write { database, _ in try WaitingTable.release(release, in: database) }
    }

    /// As ``DeliveryStore/changesByOthers()``.
    package func changesByOthers() async throws(StoreError) -> Int64 {
        try await readWhereWritten { try Int64.fetchOne($0, sql: "PRAGMA data_version") ?? 0 }
    }
}

package import Alerts
import GRDB
package import Outbox
import TextFormats

extension SQLiteAlertStore {
    package func accept(
        _ submissions: [Submission], counting counts: [Count]
    ) async throws(StoreError) -> [Acceptance] {
        try await write(touchesRows: !submissions.isEmpty) { [now] database, books in
            books.add(counts)
            return try submissions.map { try Intake(submission: $0, now: now).accept(in: database, &books) }
        }
    }
}

/// Takes one event in: knows it again, puts its use on record, and queues what is to be sent for it.
private struct Intake {
    let submission: Submission
    let now: @Sendable () -> Timestamp

    func accept(in database: Database, _ books: inout Bookkeeping) throws -> Acceptance {
        let keys = SeenKeys(of: submission)
        let known = try keys.find(in: database)
        let use = try record(known, in: database, &books)
        try keys.remember(known, use: use, in: database)
        // What was only put on record before has still to be sent.
        guard known.isUnknown || (submission.alerts && !known.hasAlerted) else {
            books.duplicate(submission)
            return .duplicate
        }
        books.accepted(submission)
        guard submission.alerts else { return .accepted([]) }
        return .accepted(try queue(use, in: database, &books))
    }

    // MARK: The use

    /// - Returns: the id of the use's row; nil for what is no use, or a drill's.
    private func record(
        _ known: SeenKeys.Known, in database: Database, _ books: inout Bookkeeping
    ) throws -> Int64? {
        guard let use = submission.use, submission.origin.drillID == nil else { return known.use }
        let new = LedgerUse(use, receivedAt: submission.receivedAt, origin: submission.origin)
        guard !known.isUnknown else {
            books.used(new)
            return try UseTable.add(new, to: database)
        }
        guard let id = known.use, let old = try UseTable.use(id, in: database) else { return known.use }
        let merged = old.merged(with: new, alertsFirst: submission.alerts && !known.hasAlerted)
        if merged != old { try UseTable.replace(merged, in: database) }
        if merged.origin != old.origin { books.used(merged) }
        return id
    }

    // MARK: What is sent

    private func queue(
        _ use: Int64?, in database: Database, _ books: inout Bookkeeping
    ) throws -> [PendingDelivery] {
        let plan = submission.plan(try context(use, in: database))
        var outbox = Outbox(of: submission, now: now)
        var pending: [PendingDelivery] = []
        for delivery in plan.deliveries {
            if let new = try outbox.add(delivery, to: database, &books) { pending.append(new) }
        }
        for fold in plan.folds {
            if let summary = try outbox.fold(fold, in: database, &books) { pending.append(summary) }
        }
        try outbox.recordDrill(in: database)
        return pending
    }

    private func context(_ use: Int64?, in database: Database) throws -> LedgerContext {
        guard submission.origin.drillID == nil, let use, let row = try UseTable.use(use, in: database) else {
            return LedgerContext()
        }
        return LedgerContext(
            usage: try UseTable.usage(at: row, in: database),
            recentUses: try submission.stormWindow.map { window in
                try UseTable.recentUses(before: row, since: submission.receivedAt - window, in: database)
            } ?? 0)
    }
}

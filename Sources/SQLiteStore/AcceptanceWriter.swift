import Alerts
import Foundation
import GRDB
import Outbox
import TextFormats

/// Writes the plans of one commit, in order. What a later plan refers to in an earlier one has its id by then.
struct AcceptanceWriter {
    private let database: Database
    /// When a drill counts as accepted.
    private let acceptedAt: Timestamp
    /// The ids of the uses that plans added, by the plans' indices.
    private var uses: [Int: Int64] = [:]
    /// The summaries of the storms that plans began.
    private var summaries: [StormReference: DeliveryID] = [:]

    init(_ database: Database, acceptedAt: Timestamp) {
        self.database = database
        self.acceptedAt = acceptedAt
    }

    /// - Returns: what is pending by the plan.
    mutating func write(_ plan: AcceptancePlan, at index: Int) throws -> [PendingDelivery] {
        try write(plan.use, at: index)
        for announcement in plan.announcements {
            try AnnouncementRow(announcement, of: try id(of: announcement.use)).insert(database)
        }
        for key in plan.keys {
            try SeenRow(key.event, use: try key.event.use.map(id(of:)), for: key.key).insert(database)
        }
        if let drill = plan.drill { try DrillTable.add(drill, acceptedAt: acceptedAt, to: database) }
        guard !plan.deliveries.isEmpty || !plan.storms.isEmpty else { return [] }
        var event = EventRow(content: plan.event)
        var pending: [PendingDelivery] = []
        for delivery in plan.deliveries {
            if let new = try add(delivery, &event) { pending.append(new) }
        }
        for (place, storm) in plan.storms.enumerated() {
            if let summary = try write(storm, .planned(index, place), &event) { pending.append(summary) }
        }
        return pending
    }

    // MARK: Uses

    private mutating func write(_ write: AcceptancePlan.UseWrite?, at index: Int) throws {
        switch write {
        case .add(let use): uses[index] = try UseTable.add(use, to: database)
        case .replace(let reference, var use):
            use.id = try id(of: reference)
            try UseTable.replace(use, in: database)
        case nil: break
        }
    }

    private func id(of reference: UseReference) throws -> Int64 {
        switch reference {
        case .stored(let id): return id
        case .planned(let index):
            guard let id = uses[index] else { throw Self.misplaced }
            return id
        }
    }

    // MARK: Deliveries

    /// - Returns: nil for a dead letter.
    private func add(
        _ delivery: NewDelivery, storm: Int64? = nil, _ event: inout EventRow
    ) throws -> PendingDelivery? {
        let startedAt = event.content.receivedAt
        return try DeliveryTable.add(
            delivery, event: try event.id(in: database), storm: storm, receivedAt: startedAt, startedAt: startedAt,
            to: database)
    }

    /// - Returns: the summary, if it became pending.
    private mutating func write(
        _ write: AcceptancePlan.StormWrite, _ reference: StormReference, _ event: inout EventRow
    ) throws -> PendingDelivery? {
        switch write {
        case .begin(let storm, let summary):
            let pending = try add(summary, storm: try StormTable.add(storm, to: database), &event)
            summaries[reference] = pending?.id
            return pending
        case .update(let reference, let storm, let summaryDueAt):
            let summary = if case .stored(let id) = reference { id } else { summaries[reference] }
            guard let summary else { throw Self.misplaced }
            try StormTable.replace(storm, ofSummary: summary, in: database)
            guard let summaryDueAt else { return nil }
            return try DeliveryTable.restart(summary, at: summaryDueAt, in: database)
        }
    }

    private static var misplaced: DatabaseError {
        DatabaseError(resultCode: .SQLITE_MISUSE, message: "a plan refers to one that comes after it")
    }
}

/// A target at which a use was announced, as a row; one that is there already is replaced.
private struct AnnouncementRow: PersistableRecord {
    static let databaseTableName = "announcement"
    static let persistenceConflictPolicy = PersistenceConflictPolicy(insert: .replace)

    let announcement: AcceptancePlan.UseAnnouncement
    let use: Int64

    init(_ announcement: AcceptancePlan.UseAnnouncement, of use: Int64) {
        (self.announcement, self.use) = (announcement, use)
    }

    func encode(to container: inout PersistenceContainer) {
        container["role_use"] = use
        container["rule"] = StoredText(announcement.target.rule)
        container["target"] = StoredText(announcement.target.target ?? "")
        container["is_folded"] = announcement.isFolded
    }
}

/// The row that the deliveries of one event share; written when the first of them is.
private struct EventRow: PersistableRecord {
    static let databaseTableName = "event"

    let content: AcceptancePlan.EventContent
    private var written: Int64?

    init(content: AcceptancePlan.EventContent) { self.content = content }

    func encode(to container: inout PersistenceContainer) {
        container["event_id"] = content.eventID.map(StoredText.init)
        container["origin"] = content.origin.stored
        container["drill"] = content.origin.drillID.map(StoredText.init)
        container["received_at"] = Stored(content.receivedAt)
        container["body"] = Data(content.body)
    }

    mutating func id(in database: Database) throws -> Int64 {
        if let written { return written }
        try insert(database)
        written = database.lastInsertedRowID
        return database.lastInsertedRowID
    }
}

extension LedgerExpectations {
    /// Whether all is on record as it was when plans were made.
    func hold(in database: Database) throws -> Bool {
        for (key, event) in events {
            guard try SeenTable.event(of: key, in: database) == event else { return false }
        }
        for (id, use) in uses {
            guard try UseTable.use(id, in: database) == use else { return false }
        }
        for (role, version) in roles {
            guard try UseTable.version(of: role, in: database) == version else { return false }
        }
        for (key, storms) in storms {
            guard try StormTable.storms(key, endingAfter: stormsEndAfter, in: database) == storms else { return false }
        }
        return true
    }
}

import Alerts
import Foundation
import GRDB
import Outbox
import TextFormats

/// Queues deliveries for one event, whose row they share.
struct Outbox {
    private let eventID: String?
    private let event: [UInt8]
    private let origin: EventOrigin
    private let rules: [String]
    private let receivedAt: Timestamp
    private let now: @Sendable () -> Timestamp
    private var row: Int64?

    init(of submission: Submission, now: @escaping @Sendable () -> Timestamp) {
        (eventID, event, origin) = (submission.eventID, submission.event, submission.origin)
        (rules, receivedAt) = (submission.rules, submission.receivedAt)
        self.now = now
    }

    /// - Returns: nil for one that cannot be sent, and is a dead letter from the start.
    mutating func add(
        _ delivery: NewDelivery, storm: Int64? = nil, to database: Database, _ books: inout Bookkeeping
    ) throws -> PendingDelivery? {
        let event = try eventRow(in: database)
        books.planned(delivery)
        return try DeliveryTable.add(
            delivery, event: event, storm: storm, receivedAt: receivedAt, startedAt: receivedAt, to: database)
    }

    /// Folds a use into the storm that is under way, or begins one.
    ///
    /// - Returns: the summary, if it became pending by it.
    mutating func fold(
        _ fold: StormFold, in database: Database, _ books: inout Bookkeeping
    ) throws -> PendingDelivery? {
        books.folded(fold)
        if let open = try StormTable.open(for: fold, in: database) {
            try StormTable.add(fold, to: open.storm, in: database)
            return try open.isDelivered ? StormTable.reopen(open.delivery, at: fold.at, in: database, &books) : nil
        }
        var summary = fold.summary
        summary.kind = .summary
        return try add(summary, storm: StormTable.begin(fold, in: database), to: database, &books)
    }

    func recordDrill(in database: Database) throws {
        guard let id = origin.drillID else { return }
        try database.run(
            "INSERT INTO drill VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            [StoredText(id), StoredText(rules.first ?? ""), receivedAt.milliseconds, now().milliseconds])
    }

    private mutating func eventRow(in database: Database) throws -> Int64 {
        if let row { return row }
        let new = try database.insert(
            "INSERT INTO event (event_id, origin, drill, received_at, body) VALUES (?, ?, ?, ?, ?)",
            [
                eventID.map(StoredText.init), origin.stored, origin.drillID.map(StoredText.init),
                receivedAt.milliseconds, Data(event),
            ])
        row = new
        return new
    }
}

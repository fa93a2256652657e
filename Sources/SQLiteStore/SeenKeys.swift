import Alerts
import Foundation
import GRDB
import TextFormats

/// The ids by which an event, and its copy from another account, is known again.
struct SeenKeys {
    fileprivate enum Kind: Int64 {
        case event = 1
        case shared = 2
    }

    /// What is known of an event by its ids.
    struct Known {
        /// Whether neither id was seen before.
        var isUnknown = true
        /// Whether something was sent for it, or a rule without targets matched it.
        var hasAlerted = false
        /// Its row in the ledger.
        var use: Int64?
        /// How many of the ids say all this already.
        fileprivate var agreeing: [Kind: (use: Int64?, hasAlerted: Bool)] = [:]
    }

    private let keys: [(kind: Kind, bytes: Data)]
    private let submission: Submission

    init(of submission: Submission) {
        self.submission = submission
        keys = [(Kind.event, submission.eventID), (.shared, submission.sharedEventID)].compactMap { kind, id in
            id.map { (kind, Data($0.utf8)) }
        }
    }

    /// By `eventID`, then by `sharedEventID`: the first that knows the use tells which it is.
    func find(in database: Database) throws -> Known {
        var known = Known()
        for key in keys {
            let row = try database.first(
                "SELECT role_use, has_alerted FROM seen WHERE kind = ? AND key = ?", [key.kind.rawValue, key.bytes])
            guard let row else { continue }
            let use = try row.decode(Int64?.self, forColumn: "role_use")
            let hasAlerted = try row.decode(Bool.self, forColumn: "has_alerted")
            known.isUnknown = false
            known.hasAlerted = known.hasAlerted || hasAlerted
            known.use = known.use ?? use
            known.agreeing[key.kind] = (use, hasAlerted)
        }
        return known
    }

    /// Makes every id say the same, and writes nothing where they do already.
    func remember(_ known: Known, use: Int64?, in database: Database) throws {
        let hasAlerted = known.hasAlerted || submission.alerts
        for key in keys {
            if let old = known.agreeing[key.kind], old.use == use, old.hasAlerted == hasAlerted { continue }
            try database.run(
                """
                INSERT INTO seen VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE
                    SET role_use = excluded.role_use, has_alerted = excluded.has_alerted
                """,
                [key.kind.rawValue, key.bytes, use, hasAlerted, submission.receivedAt.milliseconds])
        }
    }
}

import Alerts
import GRDB
import Outbox
import TextFormats

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

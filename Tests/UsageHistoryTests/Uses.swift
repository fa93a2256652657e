import CloudTrail
import Outbox

@testable import Alerts
@testable import TextFormats
@testable import UsageHistory

extension LedgerUse {
    /// A use with what a look back asks for.
    static func example(
        _ time: String, role: String = "BreakGlassAdmin", account: String = "111122223333", who: String = "alice",
        _ outcome: RoleUse.Outcome = .allowed
    ) -> LedgerUse {
        let moment =
            Timestamp(parsing: time.utf8.count == 10 ? "\(time)T12:00:00Z" : time) ?? Timestamp(milliseconds: 0)
        return LedgerUse(
            id: 0, time: moment, receivedAt: moment, origin: .live, who: who, role: role, roleARN: nil,
            account: account,
            region: nil, sourceAddress: nil, kind: .assumeRole, channel: .commandLine, mfa: .unknown, outcome: outcome,
            refusal: nil, sessionName: nil, durationSeconds: nil, accessKeyID: nil, eventID: nil, sharedEventID: nil)
    }
}

extension UseHistory {
    /// - Parameter days: two days, parted by a blank.
    static func example(
        _ days: String, by grouping: Grouping = .role, per period: HistoryPeriod = .day, _ uses: [LedgerUse] = []
    ) -> UseHistory {
        let ends = days.split(separator: " ").compactMap { CalendarDay($0) }
        var history = UseHistory(days: ends[0]...ends[1], by: grouping, per: period)
        for use in uses { history.add(use) }
        return history
    }
}

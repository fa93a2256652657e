import CloudTrail
import Testing

@testable import Alerts
@testable import TextFormats
@testable import UsageHistory

struct UseHistoryTests {
    private static let uses = [
        LedgerUse.example("2026-03-02T00:00:00Z", who: "alice"), .example("2026-03-02T23:59:59Z", who: "bob", .denied),
        .example("2026-03-09", role: "Auditor", who: "alice"),
        .example("2026-03-09", account: "999900001111", who: "carol"),
        .example("2026-03-31", who: "alice"),
    ]

    @Test func addsUpByRoleInItsAccount() {
        let history = UseHistory.example("2026-03-01 2026-03-31", by: .role, per: .week, Self.uses)
        #expect(history.total.all == 5)
        #expect(history.total.denied == 1)
        #expect(
            history.groups.map { "\($0.name) \($0.account ?? "-") \($0.total.allowed)+\($0.total.denied)" } == [
                "BreakGlassAdmin 111122223333 2+1", "Auditor 111122223333 1+0", "BreakGlassAdmin 999900001111 1+0",
            ])
        #expect(
            history.starts.map(\.description) == [
                "2026-02-23", "2026-03-02", "2026-03-09", "2026-03-16", "2026-03-23", "2026-03-30",
            ])
        #expect(history.totals.map(\.all) == [0, 2, 2, 0, 0, 1])
        #expect(history.groups.first?.periods.mapValues(\.all) == [1: 2, 5: 1])
        #expect(history.begin(ofPeriod: 0).description == "2026-03-01")
        #expect(history.end(ofPeriod: 5).description == "2026-03-31")
        #expect(history.total.first?.secondsText == "2026-03-02T00:00:00Z")
        #expect(history.total.last?.secondsText == "2026-03-31T12:00:00Z")
    }

    @Test(arguments: [
        (UseHistory.Grouping.person, ["alice 3", "bob 1", "carol 1"]),
        (.account, ["111122223333 4", "999900001111 1"]),
    ])
    func addsUpBy(grouping: UseHistory.Grouping, expected: [String]) {
        let history = UseHistory.example("2026-03-01 2026-03-31", by: grouping, per: .month, Self.uses)
        #expect(history.groups.map { "\($0.name) \($0.total.all)" } == expected)
    }

    @Test func countsOnlyUsesWithinTheDays() {
        let history = UseHistory.example(
            "2026-03-02 2026-03-09",
            Self.uses + [.example("2026-03-01T23:59:59.999Z"), .example("2026-03-10T00:00:00Z")])
        #expect(history.total.all == 4)
        #expect(history.range.lowerBound.description == "2026-03-02T00:00:00.000Z")
        #expect(history.range.upperBound.description == "2026-03-10T00:00:00.000Z")
        #expect(history.totals.count == 8)
    }

    /// Swift takes the two spellings of é for one.
    @Test func comparesNamesByTheirBytes() {
        let history = UseHistory.example(
            "2026-03-02 2026-03-02", by: .person,
            [.example("2026-03-02", who: "Ren\u{E9}"), .example("2026-03-02", who: "Rene\u{301}")])
        #expect(history.groups.count == 2)
    }

    @Test func groupsBeyondTheLimitAreCountedTogether() {
        var history = UseHistory.example("2026-03-02 2026-03-02", by: .person)
        for number in 0..<UseHistory.groupsLimit + 5 { history.add(.example("2026-03-02", who: "session-\(number)")) }
        #expect(history.groups.count == UseHistory.groupsLimit + 1)
        #expect(history.groups.last?.isRest == true)
        #expect(history.groups.last?.total.all == 5)
        #expect(history.total.all == UseHistory.groupsLimit + 5)
    }

    @Test func readsAtMostACentury() throws {
        let last = try #require(CalendarDay("2026-03-31"))
        let history = UseHistory(days: CalendarDay(number: -1_000_000)...last, by: .role, per: .month)
        #expect(history.days.count == UseHistory.daysLimit)
    }

    @Test(arguments: [
        (["BreakGlassAdmin"], [], [], nil, 4), ([], ["alice"], [], nil, 3), ([], [], ["999900001111"], nil, 1),
        ([], [], [], RoleUse.Outcome.denied, 1), (["Auditor"], ["bob"], [], nil, 0),
        (["Auditor", "X"], ["alice"], [], nil, 1),
        ([], [], [], nil, 5),
    ])
    func filters(roles: [String], people: [String], accounts: [String], outcome: RoleUse.Outcome?, count: Int) {
        var filter = UseFilter()
        (filter.roles, filter.people, filter.accounts, filter.outcome) = (roles, people, accounts, outcome)
        #expect(Self.uses.count(where: filter.holds) == count)
    }
}

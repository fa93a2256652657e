import Testing

@testable import Outbox
@testable import RelayMetrics

struct BoundedRolesTests {
    private static func uses(_ role: String, _ number: Int64, _ outcome: String = "allowed") -> Counter {
        Counter(.roleUse(role: role, account: "111122223333", outcome: outcome), number)
    }

    @Test func theRolesUsedMostHaveTheirOwnSeries() {
        let counts = (1...BoundedRoles.rolesLimit + 1).map { Self.uses("role-\($0)", Int64($0)) }
        let roles = BoundedRoles(counts)
        #expect(roles.labels(role: "role-1", account: "111122223333") == ("other", "other"))
        for number in 2...BoundedRoles.rolesLimit + 1 {
            #expect(roles.labels(role: "role-\(number)", account: "111122223333").role == "role-\(number)")
        }
        #expect(roles.labels(role: "role-9", account: "999900001111") == ("other", "other"))
    }

    /// Anybody can be refused a thousand roles that do not exist.
    @Test func manyDeniedUsesDoNotDisplaceAUsedRole() {
        let flood = (1...BoundedRoles.rolesLimit + 50).map { Self.uses("made-up-\($0)", 1_000, "denied") }
        let roles = BoundedRoles(flood + [Self.uses("BreakGlassAdmin", 1)])
        #expect(roles.labels(role: "BreakGlassAdmin", account: "111122223333").role == "BreakGlassAdmin")
    }

    @Test func rolesBeyondTheLimitAreSummed() throws {
        var figures = MetricsFigures(now: MetricsExamples.now, version: "1")
        let counts = (1...BoundedRoles.rolesLimit + 3).map { Self.uses("role-\($0)", 10 + Int64($0)) }
        figures.store = StoreFigures(DeliveryBalance(counts: counts, backlog: []))
        let page = try Exposition(figures.page(in: .openMetrics), isOpenMetrics: true)
        let uses = page.series.filter { $0.name == "relay_role_uses_total" }
        #expect(uses.count == BoundedRoles.rolesLimit + 1)
        #expect(
            page.value("relay_role_uses_total", ["role": "other", "account": "other", "outcome": "allowed"]) == 36)
        #expect(uses.reduce(0) { $0 + $1.value } == Double(counts.reduce(0) { $0 + $1.value }))
    }

    @Test(arguments: [("r", 128), ("é", 100), ("€", 43), ("🚒", 40)])
    func longNamesAreCutWhereACharacterEnds(character: String, repeats: Int) {
        let name = String(repeating: character, count: repeats) + "x"
        let roles = BoundedRoles([Self.uses(name, 1)])
        let label = roles.labels(role: name, account: "111122223333").role
        #expect(label.utf8.count <= CounterKey.nameBytesLimit)
        #expect(label.utf8.count > CounterKey.nameBytesLimit - 4)
        #expect(name.utf8.starts(with: label.utf8))
    }
}

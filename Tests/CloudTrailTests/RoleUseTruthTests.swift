import CloudTrail
import JSONText
import Testing

/// What `fixtures/truth.json` says of the archive, written by hand beside its scenes.
struct RoleUseTruthTests {
    struct Summary: Hashable {
        var who, role, roleAccount, outcome, time, region, from, sharedEventID: String?
    }

    @Test func findsTheUsesInTheArchiveAndNoOthers() throws {
        var expected: [String: Summary] = [:]
        for use in try Fixtures.truth().member("archive").member("uses").elements {
            func text(_ name: String) -> String? { use[name]?.string }
            expected[try #require(text("eventID"))] = Summary(
                who: text("who"), role: text("role"), roleAccount: text("roleAccount"), outcome: text("outcome"),
                time: text("time"), region: text("region"), from: text("from"), sharedEventID: text("sharedEventID"))
        }
        var found: [String: Summary] = [:]
        for record in try Fixtures.records(below: Fixtures.archive) {
            guard let use = RoleUse(record: record) else { continue }
            found[try #require(use.eventID)] = Summary(
                who: use.who, role: use.roleName, roleAccount: use.account, outcome: use.outcome.rawValue,
                time: use.time, region: use.region, from: use.sourceAddress, sharedEventID: use.sharedEventID)
        }
        #expect(found.count > 20)
        #expect(Set(found.keys) == Set(expected.keys))
        for (id, summary) in expected { #expect(found[id] == summary, "\(id)") }
    }
}

extension JSONValue {
    fileprivate func member(_ name: String) throws -> JSONValue { try #require(self[name]) }
}

import CloudTrail
import JSONText
import Testing

@testable import Archive

struct UseCountsTests {
    /// A role use by a session name, of a role.
    private static func use(
        _ number: Int, who: String = "alice", role: String = "BreakGlassAdmin", denied: Bool = false
    ) throws -> RoleUse {
        let error = denied ? #""errorCode":"AccessDenied","# : ""
        let record = """
            {"eventSource":"sts.amazonaws.com","eventName":"AssumeRole","eventTime":"2026-03-02T09:14:07Z",\
            "eventID":"id-\(number)",\(error)"recipientAccountId":"111122223333",\
            "userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::111122223333:assumed-role/Engineer/\(who)"},\
            "requestParameters":{"roleArn":"arn:aws:iam::111122223333:role/\(role)"}}
            """
        return try #require(RoleUse(record: try JSONDocument(parsing: record).root))
    }

    @Test func peopleBeyondTheLimitAreCountedTogether() throws {
        var counts = UseCounts()
        let limit = UseCounts.namesLimit
        for number in 0..<limit + 300 { counts.add(try Self.use(number, who: "s\(number)")) }
        // Somebody who is listed, somebody who is not, and a copy.
        counts.add(try Self.use(limit + 300, who: "s7"))
        counts.add(try Self.use(limit + 301, who: "s\(limit + 7)", denied: true))
        counts.add(try Self.use(limit + 301, who: "s\(limit + 7)", denied: true))
        #expect(counts.byPerson.count == limit)
        #expect(counts.byPerson["s7"]?.total == 2)
        #expect(counts.byPerson["s\(limit + 7)"] == nil)
        #expect(counts.byUnlistedPerson.names == 300)
        #expect(!counts.byUnlistedPerson.hasMoreNames)
        #expect(counts.byUnlistedPerson.tally.allowed == 300)
        #expect(counts.byUnlistedPerson.tally.denied == 1)
        #expect(counts.duplicates == 1)
        #expect(counts.total.total == limit + 302)
        let listed = counts.byPerson.values.reduce(0) { $0 + $1.total }
        #expect(listed + counts.byUnlistedPerson.tally.total == counts.total.total)
        #expect(counts.byUnlistedRole == UnlistedUses())
    }

    @Test func rolesBeyondTheLimitAreCountedTogether() throws {
        var counts = UseCounts()
        let limit = UseCounts.namesLimit
        for number in 0..<limit + 5 { counts.add(try Self.use(number, role: "r\(number)", denied: true)) }
        #expect(counts.byRole.count == limit)
        #expect(counts.byUnlistedRole.names == 5)
        #expect(counts.byUnlistedRole.tally.denied == 5)
        #expect(counts.byPerson["alice"]?.denied == limit + 5)
    }

    /// Names that are not listed are counted up to a limit of their own; their uses always.
    @Test func namesBeyondTheSecondLimitAreNotCounted() throws {
        var tallies = NamedTallies<String>(limit: 2, unlistedLimit: 3)
        func use(_ who: String) -> UseCounts.Use {
            UseCounts.Use(
                role: UseCounts.Role(account: "1", name: "r"), who: who, day: nil, time: nil, isAllowed: true)
        }
        for who in ["a", "b", "c", "d", "c", "e", "f", "f", "a"] { tallies.count(use(who), under: who, by: 1) }
        #expect(tallies.listed.mapValues(\.total) == ["a": 2, "b": 1])
        #expect(tallies.unlisted.names == 3)
        #expect(tallies.unlisted.hasMoreNames)
        #expect(tallies.unlisted.tally.total == 6)
        // A use that is taken back, and a place in the list that becomes free: no name is listed late.
        tallies.count(use("d"), under: "d", by: -1)
        tallies.count(use("b"), under: "b", by: -1)
        tallies.count(use("g"), under: "g", by: 1)
        #expect(tallies.listed.mapValues(\.total) == ["a": 2])
        #expect(tallies.unlisted.tally.total == 6)
    }

    /// The copy of the role's account does not name the caller; the other copy does, whichever comes first.
    @Test(arguments: [true, false])
    func theCopyThatNamesTheCallerCounts(comesFirst: Bool) throws {
        func copy(_ id: String, _ identity: String) throws -> RoleUse {
            let record = """
                {"eventSource":"sts.amazonaws.com","eventName":"AssumeRole","eventTime":"2026-03-02T09:14:07Z",\
                "eventID":"\(id)","sharedEventID":"shared","userIdentity":\(identity),\
                "requestParameters":{"roleArn":"arn:aws:iam::111122223333:role/BreakGlassAdmin"}}
                """
            return try #require(RoleUse(record: try JSONDocument(parsing: record).root))
        }
        let named = try copy("1", #"{"type":"IAMUser","userName":"alice","accountId":"444455556666"}"#)
        let unnamed = try copy("2", #"{"type":"AWSAccount","principalId":"AIDAEXAMPLE","accountId":"444455556666"}"#)
        var counts = UseCounts()
        for use in comesFirst ? [named, unnamed] : [unnamed, named] { counts.add(use) }
        for use in [named, unnamed] { counts.add(use) }
        #expect(counts.total.total == 1)
        #expect(counts.duplicates == 3)
        #expect(counts.byPerson.mapValues(\.total) == ["alice": 1])
    }

    /// Three copies of one use under three ids: the one without the caller is taken back once.
    @Test func aUseIsTakenBackOnce() throws {
        func copy(_ id: String, shared: String?, _ identity: String) throws -> RoleUse {
            let record = """
                {"eventSource":"sts.amazonaws.com","eventName":"AssumeRole","eventTime":"2026-03-02T09:14:07Z",\
                "eventID":"\(id)",\(shared.map { "\"sharedEventID\":\"\($0)\"," } ?? "")"userIdentity":\(identity),\
                "requestParameters":{"roleArn":"arn:aws:iam::111122223333:role/BreakGlassAdmin"}}
                """
            return try #require(RoleUse(record: try JSONDocument(parsing: record).root))
        }
        let named = #"{"type":"IAMUser","userName":"alice","accountId":"444455556666"}"#
        let unnamed = #"{"type":"AWSAccount","principalId":"AIDAEXAMPLE","accountId":"444455556666"}"#
        var counts = UseCounts()
        counts.add(try copy("1", shared: "s", unnamed))
        counts.add(try copy("2", shared: "s", unnamed))
        counts.add(try copy("3", shared: "s", named))
        counts.add(try copy("1", shared: nil, named))
        counts.add(try copy("2", shared: "s", named))
        #expect(counts.total.total == 1)
        #expect(counts.duplicates == 4)
        #expect(counts.byPerson.mapValues(\.total) == ["alice": 1])
    }

    /// Copies are recognised while their use is among the last ones.
    @Test func usesBeyondTheLimitAreForgotten() throws {
        var counts = UseCounts(rememberedUses: 10)
        // An id for each use; a use may have two.
        let limit = 20
        let first = try Self.use(0)
        counts.add(first)
        for number in 1..<limit { counts.add(try Self.use(number)) }
        counts.add(first)
        #expect(counts.duplicates == 1)
        counts.add(try Self.use(limit))
        counts.add(first)
        #expect(counts.duplicates == 1)
        #expect(counts.total.total == limit + 2)
    }
}

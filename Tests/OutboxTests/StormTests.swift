import SlackMessages
import Testing
import TextFormats

@testable import Outbox

struct StormTests {
    @Test(arguments: [
        ("111122223333/BreakGlassAdmin", "111122223333", "BreakGlassAdmin"),
        ("111122223333/ops/BreakGlassAdmin", "111122223333", "ops/BreakGlassAdmin"), ("unknown", "unknown", "unknown"),
    ])
    func isSummarisedByAccountAndRole(key: String, account: String, role: String) {
        let start = Timestamp(milliseconds: 1_772_442_847_000)
        let storm = Storm(
            key: .init(rule: "r", target: "t", role: key), startedAt: start, endsAt: start + .seconds(600),
            foldedUses: 12, deniedUses: 2, latestWho: "bob", latestAt: start + .seconds(200))
        let summary = storm.summary
        #expect(summary.account == account)
        #expect(summary.role == role)
        #expect(summary.uses == 12)
        #expect(summary.deniedUses == 2)
        #expect(summary.startedAt == start)
        #expect(summary.latestAt == start + .seconds(200))
        #expect(summary.latestWho == "bob")
    }
}

/// What becomes of a storm.
extension StormTests {
    static let start = Timestamp(milliseconds: 1_772_442_847_000)

    static func fold(_ who: String, after seconds: Int, isDenied: Bool = false) -> StormFold {
        StormFold(
            key: .init(rule: "r", target: "t", role: "1/Admin", isDenied: isDenied), who: who,
            at: start + .seconds(seconds), window: .seconds(600), summaryDelay: .seconds(20),
            summary: NextStepTests.delivery().content)
    }

    @Test func beginsWithItsFirstUse() {
        let storm = Storm(beginningWith: Self.fold("alice", after: 0, isDenied: true))
        #expect(storm.startedAt == Self.start)
        #expect(storm.endsAt == Self.start + .seconds(600))
        #expect((storm.foldedUses, storm.deniedUses, storm.announcedUses) == (1, 1, 0))
        #expect(storm.latestWho == "alice")
        #expect(storm.messageTimestamp == nil)
    }

    /// A use that came in late does not become the latest.
    @Test(arguments: [(10, "bob"), (5, "bob"), (4, "alice")])
    func takesOneMoreUse(seconds: Int, latestWho: String) {
        var storm = Storm(beginningWith: Self.fold("alice", after: 5))
        storm.add(Self.fold("bob", after: seconds, isDenied: true))
        #expect((storm.foldedUses, storm.deniedUses) == (2, 1))
        #expect(storm.latestWho == latestWho)
        #expect(storm.latestAt == Self.start + .seconds(max(5, seconds)))
    }

    /// How many uses there are, how many were announced, whether the message can be updated, when the summary was
    /// delivered and since when there is more to tell, and when it is sent again; times in seconds.
    @Test(
        arguments: [
            (3, 3, true, 10, 8, nil), (3, nil, true, 10, 8, nil),
            // Updated shortly, but never later than the use may wait.
            (3, 2, true, 10, 8, 12), (3, 0, true, 10, 8, 12), (3, 2, true, 10, -9, 11), (3, 2, true, 10, -40, 10),
            // Another message: as late as the use may wait, and at the end of the storm.
            (3, 2, false, 10, 8, 28), (3, 2, false, 10, -9, 11), (3, 2, false, 595, 590, 600),
            (3, 2, false, 700, 690, 700),
        ] as [(Int, Int?, Bool, Int, Int, Int?)])
    func isAnnouncedAgainWhileThereIsMoreToTell(
        folded: Int, announced: Int?, canUpdate: Bool, at seconds: Int, untoldSince since: Int, again: Int?
    ) {
        var storm = Storm(beginningWith: Self.fold("alice", after: 0))
        storm.foldedUses = folded
        storm.announce(announced, messageTimestamp: canUpdate ? "1.1" : nil)
        #expect(storm.announcedUses == announced ?? folded)
        let next = storm.nextSummary(
            at: Self.start + .seconds(seconds), untoldSince: Self.start + .seconds(since))
        #expect(next == again.map { Self.start + .seconds($0) })
    }

    @Test func refusedUsesAreAStormOfTheirOwn() {
        let keys = [Self.fold("alice", after: 0), Self.fold("alice", after: 0, isDenied: true)].map(\.key)
        #expect(keys[0] != keys[1])
    }

    @Test func aUseMayWaitAsLongAsTheRulesSayNow() {
        var storm = Storm(beginningWith: Self.fold("alice", after: 0))
        var fold = Self.fold("bob", after: 1)
        fold.summaryDelay = .seconds(3)
        storm.add(fold)
        storm.announce(1, messageTimestamp: nil)
        #expect(storm.nextSummary(at: fold.at, untoldSince: fold.at) == Self.start + .seconds(4))
    }

    @Test func anUpdateKeepsTheMessagesTimestamp() {
        var storm = Storm(beginningWith: Self.fold("alice", after: 0))
        storm.announce(1, messageTimestamp: "1.1")
        storm.announce(1, messageTimestamp: nil)
        #expect(storm.messageTimestamp == "1.1")
    }

    @Test(arguments: DeliveryState.allCases) func takesUsesUntilItEndsOrIsGivenUp(state: DeliveryState) {
        let storm = Storm(beginningWith: Self.fold("alice", after: 0))
        let record = StormOnRecord(
            .stored(DeliveryID("1")), storm, summaryState: state, apiDestination: "slack")
        let isGivenUp = state == .dead || state == .dropped
        #expect(record.takesUse(at: storm.endsAt - .milliseconds(1)) == !isGivenUp)
        #expect(!record.takesUse(at: storm.endsAt))
    }
}

import CloudTrail
import Outbox
import RelayTesting
import Rules
import Testing
import TextFormats

@testable import Alerts

/// Which uses of a storm are told in a summary, and in which.
struct StormFoldingTests {
    private typealias Sample = RelayTesting.Sample

    private static let folding = StormFolding(control: Sample.storms(after: 10), announcedWithin: .seconds(60))

    @Test(arguments: [
        (RoleUse.Outcome.denied, 0, false, false), (.denied, 9, true, false), (.denied, 10, true, true),
        (.denied, 10, false, true), (.denied, 500, false, true),
        (.allowed, 0, false, false), (.allowed, 9, true, false), (.allowed, 10, true, true),
        // The first of a person, however many there were of others.
        (.allowed, 10, false, false), (.allowed, 500, false, false),
    ])
    func foldsWhatIsOneOfMany(outcome: RoleUse.Outcome, count: Int, includesPerson: Bool, isFolded: Bool) {
        let recent = RecentUses(count: count, includesPerson: includesPerson)
        #expect(Self.folding.folds(outcome, after: recent) == isFolded)
    }

    /// Half of the time in which an alert is to be announced is left for sending it.
    @Test(arguments: [(1, 500), (60, 30_000), (86_400, 43_200_000)])
    func aSummaryIsDueInTime(announcedWithinSeconds: Int, milliseconds: Int) {
        let folding = StormFolding(control: StormControl(), announcedWithin: .seconds(announcedWithinSeconds))
        #expect(folding.summaryDelay == .milliseconds(milliseconds))
    }

    // MARK: Into which storm

    private static func record(
        _ id: Int64, of fold: StormFold, state: DeliveryState = .pending, endsAfter seconds: Int = 600
    ) -> StormOnRecord {
        var storm = Storm(beginningWith: fold)
        storm.endsAt = Sample.noon + .seconds(seconds)
        storm.announce(nil, messageTimestamp: nil)
        return StormOnRecord(.stored(DeliveryID(id)), storm, summaryState: state, apiDestination: "slack")
    }

    @Test func theStormThatEndsLastTakesAUse() {
        let fold = Sample.fold(at: Sample.noon + .seconds(1))
        var open = OpenStorms([fold.key: [Self.record(1, of: fold, endsAfter: 60), Self.record(2, of: fold)]])
        guard case .update(let reference, _, _) = open.fold(fold, beginning: .planned(0, 0)).write else {
            Issue.record("it began another")
            return
        }
        #expect(reference == .stored(DeliveryID("2")))
    }

    @Test func aUseBeginsAStormWhereAllOfItsKeyAreOverOrGivenUp() {
        let fold = Sample.fold(at: Sample.noon + .seconds(60))
        let refused = Sample.fold(isDenied: true)
        var open = OpenStorms([
            fold.key: [Self.record(1, of: fold, endsAfter: 60), Self.record(2, of: fold, state: .dead)],
            refused.key: [Self.record(3, of: refused)],
        ])
        let first = open.fold(fold, beginning: .planned(4, 0))
        guard case .begin(let storm, let summary) = first.write else {
            Issue.record("\(first.write)")
            return
        }
        #expect(storm.foldedUses == 1)
        #expect(first.begun == summary && summary.kind == .summary)
        let second = open.fold(fold, beginning: .planned(5, 0))
        guard case .update(.planned(4, 0), let next, summaryDueAt: nil) = second.write else {
            Issue.record("the second use of a commit begins another")
            return
        }
        #expect(next.foldedUses == 2)
    }

    /// A webhook's message cannot be updated: the next is due within the time that a use may wait, and once.
    @Test func aDeliveredSummaryIsSentAgainOnce() {
        let fold = Sample.fold(at: Sample.noon + .seconds(60), summaryDelay: .seconds(20))
        var open = OpenStorms([fold.key: [Self.record(1, of: fold, state: .delivered)]])
        let steps = (0..<2).map { _ in open.fold(fold, beginning: .planned(0, 0)) }
        let dueAt: [Timestamp?] = steps.map { step in
            if case .update(_, _, let dueAt) = step.write { dueAt } else { nil }
        }
        #expect(dueAt == [Sample.noon + .seconds(80), nil])
        #expect(steps.map(\.reopened) == ["slack", nil])
    }
}

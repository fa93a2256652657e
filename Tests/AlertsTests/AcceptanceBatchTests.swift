import CloudTrail
import Outbox
import RelayTesting
import Synchronization
import Testing
import TextFormats

@testable import Alerts

/// What accepting events writes, planned on what a ledger is said to have. No store takes part.
struct AcceptanceBatchTests {
    private typealias Sample = RelayTesting.Sample

    /// What the plans of a batch were told, in order.
    private final class Told: Sendable {
        private let kept = Mutex<[UsageSnapshot]>([])
        var all: [UsageSnapshot] { kept.withLock { $0 } }

        func plan(_ snapshot: UsageSnapshot) -> DeliveryPlan {
            kept.withLock { $0.append(snapshot) }
            return DeliveryPlan(deliveries: [RelayTesting.Sample.delivery()])
        }
    }

    /// Plans a batch on a ledger that has nothing but what is given.
    private static func planned(
        _ submissions: [Submission], seen: SeenEvents = SeenEvents(), history: RoleHistory = RoleHistory(),
        storms: [Storm.Key: Set<StormOnRecord>] = [:]
    ) -> AcceptanceCommit {
        var batch = AcceptanceBatch(submissions)
        batch.identify(by: seen)
        batch.plan(by: batch.points.map { _ in history })
        batch.fold(into: storms)
        return batch.commit(counting: [])
    }

    // MARK: Known before?

    /// What is on record for an event, what comes in, and what becomes of it.
    @Test(arguments: [
        (false, false, true, false, 1), (false, false, false, false, 0), (true, false, true, false, 1),
        (true, false, false, true, 0),
        (true, true, true, true, 0), (true, true, false, true, 0),
    ])
    func tellsDuplicates(isOnRecord: Bool, hasAlerted: Bool, alerts: Bool, isDuplicate: Bool, deliveries: Int) throws {
        let use = try Sample.use("a")
        var seen = SeenEvents()
        if isOnRecord {
            seen.events[EventKey(.event, Array("a".utf8))] = SeenEvent(
                use: .stored(7), announced: hasAlerted ? .these(Set(Sample.targets)) : .none, seenAt: Sample.noon)
            seen.uses[.stored(7)] = LedgerUse(use, id: 7, receivedAt: Sample.noon, origin: .live)
        }
        let commit = Self.planned([Sample.submission(of: use, alerts: alerts)], seen: seen)
        let plan = try #require(commit.plans.first)
        #expect(plan.isDuplicate == isDuplicate)
        #expect(plan.deliveries.count == deliveries)
        #expect((plan.use == nil) == isOnRecord)
        let counted: Int64? = alerts ? 1 : nil
        #expect(commit.counters.totals[.received(.accepted)] == (isDuplicate ? nil : counted))
        #expect(commit.counters.totals[.received(.duplicate)] == (isDuplicate ? counted : nil))
    }

    /// An event without an id has no copies; two of them are two events.
    @Test func eventsWithoutAnIDAreNeverDuplicates() {
        let commit = Self.planned([Sample.submission(eventID: nil), Sample.submission(eventID: nil)])
        #expect(commit.plans.map(\.isDuplicate) == [false, false])
        #expect(commit.plans.map(\.keys.isEmpty) == [true, true])
        #expect(commit.expected.events.isEmpty)
    }

    @Test func copiesInOneBatchAreMerged() throws {
        let submissions = try [Sample.Copy.withoutCaller, .withCaller].map {
            Sample.submission(of: try Sample.use("a", copy: $0))
        }
        let commit = Self.planned(submissions)
        #expect(commit.plans.map(\.isDuplicate) == [false, true])
        guard case .add(let first) = commit.plans[0].use, case .replace(.planned(0), let merged) = commit.plans[1].use
        else {
            Issue.record("\(commit.plans.map(\.use))")
            return
        }
        #expect(first.isCopyWithoutCaller)
        #expect(merged.who == "alice")
        #expect(commit.plans.map(\.deliveries.count) == [1, 0])
    }

    /// What others may change before the commit is expected to be as it was read.
    @Test func expectsWhatItRestsOn() throws {
        let use = try Sample.use("a")
        let key = EventKey(.event, Array("a".utf8))
        let commit = Self.planned([Sample.submission(of: use)], history: RoleHistory(version: 12))
        #expect(commit.expected.events == [key: nil])
        #expect(commit.expected.roles == [RoleKey(account: "111122223333", role: "BreakGlassAdmin"): 12])
        #expect(commit.expected.uses.isEmpty)
    }

    // MARK: 1st, 2nd, 3rd

    @Test(arguments: [0, 1, 41]) func usesOfOneBatchAreCountedOneAfterTheOther(before: Int) throws {
        let told = Told()
        let submissions = try (0..<3).map { number in
            Sample.submission(
                of: try Sample.use("u\(number)", who: "w\(number)", at: Sample.noon + .seconds(number)), plan: told.plan
            )
        }
        let history = RoleHistory(
            days: [Sample.noon.day: before],
            previous: before == 0 ? nil : .init(time: Sample.noon - .seconds(60), who: "earlier"))
        _ = Self.planned(submissions, history: history)
        #expect(told.all.map(\.usage?.ordinal) == [before + 1, before + 2, before + 3])
        #expect(told.all.map(\.usage?.previous?.who) == [before == 0 ? nil : "earlier", "w0", "w1"])
    }

    @Test func usesOfOtherRolesAndDrillsDoNotCount() throws {
        let told = Told()
        _ = Self.planned([
            Sample.submission(of: try Sample.use("a", role: "Other"), plan: told.plan),
            Sample.submission(of: try Sample.use("b"), origin: .drill(id: "d"), plan: told.plan),
            Sample.submission(of: try Sample.use("c"), plan: told.plan),
        ])
        #expect(told.all.map(\.usage?.ordinal) == [1, nil, 1])
    }

    // MARK: Storms

    private static func folding(_ name: String, after seconds: Int) throws -> Submission {
        let fold = Sample.fold(at: Sample.noon + .seconds(seconds))
        return Sample.submission(of: try Sample.use(name)) { _ in DeliveryPlan(folds: [fold]) }
    }

    @Test func theFirstFoldOfABatchBeginsAStormAndTheOthersGoIntoIt() throws {
        let commit = Self.planned(try (0..<3).map { try Self.folding("u\($0)", after: $0) })
        let writes = commit.plans.map(\.storms)
        #expect(writes.map(\.count) == [1, 1, 1])
        guard case .begin(let storm, let summary) = writes[0][0],
            case .update(.planned(0, 0), let last, summaryDueAt: nil) = writes[2][0]
        else {
            Issue.record("\(writes)")
            return
        }
        #expect(storm.foldedUses == 1)
        #expect(summary.kind == .summary)
        #expect(last.foldedUses == 3)
        #expect(commit.counters.totals[.folded(rule: "break-glass")] == 3)
        #expect(commit.counters.totals[.planned(rule: "break-glass", apiDestination: "slack")] == 1)
    }

    /// The state of the summary that is on record, how long before the fold its storm ends, and what the fold does.
    @Test(arguments: [
        (DeliveryState.pending, 300, true, false), (.sending, 300, true, false), (.waiting, 300, true, false),
        (.delivered, 300, true, true),
        (.dead, 300, false, false), (.dropped, 300, false, false), (.pending, 0, false, false),
        (.pending, 1, true, false),
    ])
    func aFoldGoesIntoTheStormOnRecord(state: DeliveryState, endsIn: Int, isTaken: Bool, isSentAgain: Bool) throws {
        let now = Sample.noon + .seconds(60)
        let fold = Sample.fold(at: now)
        var storm = Storm(beginningWith: Sample.fold(at: Sample.noon))
        storm.endsAt = now + .seconds(endsIn)
        storm.announce(nil, messageTimestamp: "1.1")
        let record = StormOnRecord(.stored(DeliveryID("5")), storm, summaryState: state, apiDestination: "slack")
        let commit = Self.planned([try Self.folding("u", after: 60)], storms: [fold.key: [record]])
        let write = try #require(commit.plans[0].storms.first)
        switch write {
        case .begin(let new, _):
            #expect(!isTaken)
            #expect(new.foldedUses == 1)
        case .update(let reference, let updated, let summaryDueAt):
            #expect(isTaken)
            #expect(reference == record.reference)
            #expect(updated.foldedUses == 2)
            #expect(summaryDueAt == (isSentAgain ? now + Storm.updateDelay : nil))
        }
        #expect(
            commit.counters.totals[.reopened(apiDestination: "slack", from: .delivered)] == (isSentAgain ? 1 : nil))
        #expect(commit.expected.storms == [fold.key: [record]])
    }
}

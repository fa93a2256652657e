import Outbox
import RelayTesting
import Synchronization
import Testing
import TextFormats

/// What putting an attempt on record writes.
struct SettlementPlanTests {
    static let now = Sample.noon + .seconds(9)

    static func standing(attempts: Int = 0, storm: Storm? = nil) -> DeliveryStanding {
        DeliveryStanding(
            id: DeliveryID("7"), apiDestination: "slack", receivedAt: Sample.noon, startedAt: Sample.noon,
            state: .sending, dueAt: Sample.noon, begunAt: Sample.noon,
            lease: DeliveryLease(owner: "a", until: Sample.noon + .seconds(60)), attempts: attempts, storm: storm)
    }

    static func plan(
        _ next: NextStep, failover: NewDelivery? = nil, announcing uses: Int? = nil,
        on standing: DeliveryStanding = standing()
    ) -> SettlementPlan {
        var attempt = Sample.attempt(at: now)
        attempt.endedAt = now
        let settlement = Settlement(
            delivery: standing.id, attempt: attempt, next: next, failover: failover, announcedUses: uses)
        return SettlementPlan(settlement, on: standing)
    }

    @Test(
        arguments: [
            (NextStep.delivered(messageTimestamp: nil), DeliveryState.delivered, 9, false, nil),
            (.later(dueAt: Sample.noon + .seconds(40), asPlainText: false), .pending, 40, false, nil),
            (.later(dueAt: Sample.noon + .seconds(40), asPlainText: true), .pending, 40, true, nil),
            (.waiting(Sample.refusal), .waiting, 9, false, Sample.refusal),
            (.dead(Sample.refusal), .dead, 9, false, Sample.refusal),
        ] as [(NextStep, DeliveryState, Int, Bool, DeadLetter?)])
    func theNextStepDecidesWhereItStands(
        next: NextStep, state: DeliveryState, seconds: Int, isPlain: Bool, reason: DeadLetter?
    ) {
        let plan = Self.plan(next, on: Self.standing(attempts: 2))
        #expect(plan.expected == Self.standing(attempts: 2))
        #expect(plan.standing.state == state)
        #expect(plan.standing.dueAt == Sample.noon + .seconds(seconds))
        #expect(plan.standing.sendsPlainText == isPlain)
        #expect(plan.standing.deadLetter == reason)
        #expect(plan.standing.attempts == 3)
        #expect(plan.standing.lease == nil)
        #expect(plan.standing.startedAt == Sample.noon)
        #expect(!plan.isReopened)
        let totals = plan.counters.totals
        #expect(totals[.attempts(apiDestination: "slack", outcome: .delivered)] == 1)
        #expect(totals[.retries(apiDestination: "slack")] == 1)
        for settled in [DeliveryState.delivered, .dead] {
            #expect(totals[.settled(apiDestination: "slack", state: settled)] == (state == settled ? 1 : nil))
        }
    }

    /// A second copy would alert twice.
    @Test(arguments: [false, true]) func failsOverOnce(hasFailedOver: Bool) {
        var standing = Self.standing()
        standing.hasFailedOver = hasFailedOver
        let copy = Sample.delivery(to: "pager")
        let plan = Self.plan(.dead(Sample.refusal), failover: copy, on: standing)
        #expect(plan.failover == (hasFailedOver ? nil : copy))
        #expect(plan.standing.hasFailedOver)
        let count: Int64? = hasFailedOver ? nil : 1
        #expect(plan.counters.totals[.handedOver(from: "slack", to: "pager")] == count)
        #expect(plan.counters.totals[.planned(rule: "break-glass", apiDestination: "pager")] == count)
    }

    /// Uses folded, announced before, and announced by this message; whether the summary is sent again, and whether the
    /// time it took counts as latency.
    @Test(
        arguments: [
            (3, 0, 3, false, true), (3, 0, 2, true, true), (3, 2, 3, false, false), (3, 0, nil, false, true),
        ] as [(Int, Int, Int?, Bool, Bool)])
    func aSummaryWithMoreToTellIsReopened(
        folded: Int, before: Int, told: Int?, isReopened: Bool, isNews: Bool
    ) throws {
        let storm = Storm(
            key: .init(rule: "r", target: "t", role: "1/Admin"), startedAt: Sample.noon,
            endsAt: Sample.noon + .seconds(600), foldedUses: folded, announcedUses: before, latestWho: "alice",
            latestAt: Sample.noon)
        let plan = Self.plan(
            .delivered(messageTimestamp: "1.1"), announcing: told, on: Self.standing(attempts: 4, storm: storm))
        #expect(plan.isReopened == isReopened)
        #expect(plan.standing.state == (isReopened ? .pending : .delivered))
        #expect(plan.standing.attempts == (isReopened ? 0 : 5))
        let dueAt = isReopened ? Self.now + Storm.updateDelay : Self.now
        #expect(plan.standing.dueAt == dueAt)
        #expect(plan.standing.startedAt == (isReopened ? dueAt : Sample.noon))
        let kept = try #require(plan.standing.storm)
        #expect(kept.announcedUses == told ?? folded)
        #expect(kept.messageTimestamp == "1.1")
        let totals = plan.counters.totals
        #expect(totals[.settled(apiDestination: "slack", state: .delivered)] == 1)
        #expect(totals[.reopened(apiDestination: "slack", from: .delivered)] == (isReopened ? 1 : nil))
        #expect(totals[.latencySumMilliseconds(apiDestination: "slack")] == (isNews ? 9_000 : nil))
    }

    @Test func whatWasInterruptedIsSentAgainAtOnce() {
        var standing = Self.standing(attempts: 1)
        standing.sendsPlainText = true
        standing.deadLetter = Sample.refusal
        let plan = SettlementPlan(interrupting: standing, at: Self.now)
        #expect(plan.attempt.outcome == .interrupted)
        #expect(plan.attempt.startedAt == Sample.noon)
        #expect(plan.attempt.endedAt == Self.now)
        #expect(plan.standing.state == .pending)
        #expect(plan.standing.dueAt == Self.now)
        #expect(plan.standing.attempts == 2)
        #expect(plan.standing.sendsPlainText)
        #expect(plan.standing.deadLetter == Sample.refusal)
        #expect(plan.standing.lease == nil)
    }
}

/// Settling on a store where others change the delivery meanwhile.
struct SettlingTests {
    /// A store with one delivery, in which somebody else is quicker so many times.
    private final class ContendedStore: DeliveryStore {
        let place = "memory"
        private let left: Mutex<Int>
        private let tries = Mutex(0)

        init(conflicts: Int) { left = Mutex(conflicts) }

        var commits: Int { tries.withLock { $0 } }

        func standing(of id: DeliveryID) async throws(StoreError) -> DeliveryStanding? {
            SettlementPlanTests.standing()
        }

        func commit(_ plans: [SettlementPlan]) async throws(StoreError) -> [[PendingDelivery]?] {
            tries.withLock { $0 += 1 }
            let isConflict = left.withLock { left in
                defer { left -= 1 }
                return left > 0
            }
            return [isConflict ? nil : []]
        }

        func pending(after sequence: Int64?, limit: Int) async throws(StoreError) -> [PendingDelivery] { [] }
        func begin(
            _ ids: [DeliveryID], at now: Timestamp, as lease: DeliveryLease
        ) async throws(StoreError) -> [Delivery] { [] }
        func interrupted(at now: Timestamp, seenBy owner: String) async throws(StoreError) -> [DeliveryStanding] { [] }
        func waiting() async throws(StoreError) -> [WaitingGroup] { [] }
        func release(_ release: WaitingRelease) async throws(StoreError) -> Int { 0 }
        func changesByOthers() async throws(StoreError) -> Int64 { 0 }
    }

    private static let settlement = Settlement(
        delivery: DeliveryID("7"), attempt: Sample.attempt(), next: .delivered(messageTimestamp: nil))

    @Test(arguments: [0, 1, settleAttemptsLimit - 1]) func isPlannedAgainAfterAConflict(conflicts: Int) async throws {
        let store = ContendedStore(conflicts: conflicts)
        #expect(try await store.settle(Self.settlement, by: "a") == .settled([]))
        #expect(store.commits == conflicts + 1)
    }

    @Test func isRefusedAfterTooManyConflicts() async throws {
        let store = ContendedStore(conflicts: .max)
        let error = await #expect(throws: StoreError.self) { try await store.settle(Self.settlement, by: "a") }
        #expect(error?.reason == .contended)
        #expect(store.commits == settleAttemptsLimit)
    }

    @Test func writesNothingForAnotherOwner() async throws {
        let store = ContendedStore(conflicts: 0)
        #expect(try await store.settle(Self.settlement, by: "b") == .leaseLost)
        #expect(store.commits == 0)
    }
}

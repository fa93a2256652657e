import Outbox
import RelayTesting
import Testing
import TextFormats

/// What follows when relay ends again and again while a delivery is on its way.
struct InterruptionPolicyTests {
    @Test(arguments: [(0, 0), (1, 0), (2, 30), (3, 60), (4, 120), (5, 0), (6, 0), (1_000, 0)])
    func setsADeliveryAsideForLongerEachTime(count: Int, seconds: Int) {
        #expect(InterruptionPolicy.delay(after: count) == .seconds(seconds))
    }

    /// From the first interruption to the last one, as recoveries put them on record.
    @Test func isPutOnRecordEachTime() {
        var standing = SettlementPlanTests.standing()
        var (delays, reasons): ([Duration], [String]) = ([], [])
        for count in 1...InterruptionPolicy.limit {
            let plan = SettlementPlan(interrupting: standing, at: SettlementPlanTests.now)
            #expect(plan.standing.interruptions == count)
            #expect(plan.standing.state == .pending)
            delays.append(plan.standing.dueAt - SettlementPlanTests.now)
            reasons.append(plan.attempt.reason)
            standing = plan.standing
            (standing.state, standing.lease) = (.sending, SettlementPlanTests.standing().lease)
        }
        #expect(delays == [0, 30, 60, 120, 0].map { .seconds($0) })
        let first = "relay ended before the answer came"
        #expect(
            reasons == [
                first, "\(first), 2 times in a row: set aside for 30 s",
                "\(first), 3 times in a row: set aside for 60 s",
                "\(first), 4 times in a row: set aside for 120 s", "\(first), 5 times in a row",
            ])
    }

    /// An outcome of any kind shows that the delivery does not end relay.
    @Test func anOutcomeEndsTheRow() {
        var standing = SettlementPlanTests.standing()
        standing.interruptions = 4
        let next = NextStep.later(dueAt: SettlementPlanTests.now, asPlainText: false)
        #expect(SettlementPlanTests.plan(next, on: standing).standing.interruptions == 0)
    }

    @Test(arguments: [(InterruptionPolicy.limit - 1, false), (InterruptionPolicy.limit, true)])
    func isGivenUpInTheEnd(count: Int, isRefused: Bool) {
        var delivery = NextStepTests.delivery(attempts: 5)
        delivery.interruptions = count
        #expect((delivery.refusal != nil) == isRefused)
        guard let refusal = delivery.refusal else { return }
        #expect(refusal.fault == .relay)
        #expect(refusal.errorCode == .internalError)
        #expect(refusal.errorMessage.hasPrefix("relay ended 5 times in a row while this was on its way"))
        #expect(refusal.retryAttempts == 4)
    }
}

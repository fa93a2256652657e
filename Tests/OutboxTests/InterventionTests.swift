import Outbox
import RelayTesting
import Testing

/// What is done to deliveries by hand.
struct InterventionTests {
    /// The action, whether the filter names ids, the states that it names, and the states that are concerned.
    @Test(
        arguments: [
            (OperatorNote.Action.redrive, false, [], [.dead, .waiting]),
            (.redrive, true, [], [.dead, .waiting, .dropped]), (.redrive, false, [.dropped], [.dropped]),
            (.redrive, false, [.dead], [.dead]), (.redrive, true, [.pending, .sending], []),
            (.drop, false, [], [.pending, .waiting]), (.drop, true, [], [.pending, .waiting, .dead]),
            (.drop, false, [.dead, .sending], [.dead]), (.drop, true, [.delivered], []),
        ] as [(OperatorNote.Action, Bool, Set<DeliveryState>, Set<DeliveryState>)])
    func concernsTheStatesThatItMayChange(
        action: OperatorNote.Action, namesIDs: Bool, states: Set<DeliveryState>, concerned: Set<DeliveryState>
    ) {
        var filter = OutboxFilter()
        filter.states = states
        if namesIDs { filter.ids = [DeliveryID("1")] }
        let intervention = Intervention(action, filter, because: Sample.note)
        #expect(intervention.states == concerned)
        #expect(intervention.newState == (action == .redrive ? .pending : .dropped))
        #expect(intervention.startsAnew == (action == .redrive))
    }

    @Test(arguments: DeliveryState.allCases) func countsWhatItReopens(state: DeliveryState) {
        var (redriven, dropped) = (CounterChanges(), CounterChanges())
        Intervention(.redrive, OutboxFilter(), because: Sample.note).count("slack", from: state, 3, in: &redriven)
        Intervention(.drop, OutboxFilter(), because: Sample.note).count("slack", from: state, 3, in: &dropped)
        #expect(redriven.totals[.redriven(apiDestination: "slack")] == 3)
        #expect(dropped.totals[.settled(apiDestination: "slack", state: .dropped)] == 3)
        for changes in [redriven, dropped] {
            #expect(
                changes.totals[.reopened(apiDestination: "slack", from: state)] == (state.isSettled ? 3 : nil))
        }
    }
}

import Outbox

/// The families that are made from the store's counters: what came in, what became of it, and who used which role.
///
/// Where EventBridge measures the same, the name is EventBridge's, in Prometheus' spelling.
/// Source: EventBridge User Guide, "Monitoring Amazon EventBridge", metrics of the namespace `AWS/Events`.
struct CounterMetrics {
    private var received = CounterSeries(
        "relay_events_received", help: "Events that came in, by what became of them.", labels: ["fate"])
    private var matched = CounterSeries(
        "relay_matched_events", help: "Events that a rule matched, each counted once however often it came in.")
    private var triggered = CounterSeries(
        "relay_triggered_rules", help: "Events that matched the rule.", labels: ["rule"])
    private var folded = CounterSeries(
        "relay_folded_uses", help: "Role uses that were told in a summary instead of a message of their own.",
        labels: ["rule"])
    private var planned = CounterSeries(
        "relay_deliveries_planned", help: "Deliveries that were queued, those to a second destination included.",
        labels: ["rule", "api_destination"])
    private var settled = CounterSeries(
        "relay_deliveries_settled", help: "How often a delivery was delivered, given up (dead) or dropped by hand.",
        labels: ["api_destination", "state"])
    private var reopened = CounterSeries(
        "relay_deliveries_reopened", help: "How often a settled delivery was taken up again, or dropped after all.",
        labels: ["api_destination", "from"])
    private var handedOver = CounterSeries(
        "relay_deliveries_handed_over", help: "Deliveries that a second destination was given a copy of.",
        labels: ["api_destination", "otherwise"])
    private var redriven = CounterSeries(
        "relay_deliveries_redriven", help: "Deliveries that were sent again by hand.", labels: ["api_destination"])
    private var invocations = CounterSeries(
        "relay_invocations", help: "Deliveries that arrived or were given up; attempts that are repeated do not count.",
        labels: ["api_destination"])
    private var attempts = CounterSeries(
        "relay_invocation_attempts", help: "Attempts to deliver, by how they ended.",
        labels: ["api_destination", "outcome"])
    private var successful = CounterSeries(
        "relay_successful_invocation_attempts", help: "Attempts that the destination took.",
        labels: ["api_destination"])
    private var retries = CounterSeries(
        "relay_retry_invocation_attempts", help: "Attempts that were not the first.", labels: ["api_destination"])
    private var throttled = CounterSeries(
        "relay_throttled_invocation_attempts", help: "Attempts that the destination answered with 'too many'.",
        labels: ["api_destination"])
    private var uncertain = CounterSeries(
        "relay_uncertain_invocation_attempts",
        help: "Attempts without an answer, whose message may have arrived; they are repeated.",
        labels: ["api_destination", "outcome"])
    private var failed = CounterSeries(
        "relay_failed_invocations", help: "Deliveries that were given up, by EventBridge's word for the reason.",
        labels: ["api_destination", "reason"])
    private var deadLettered = CounterSeries(
        "relay_invocations_sent_to_dlq",
        help: "Deliveries that became dead letters, by whose fault it was and EventBridge's error code.",
        labels: ["api_destination", "fault", "error_code"])
    private var pruned = CounterSeries(
        "relay_store_pruned_rows", help: "Rows of the store that grew too old and were removed.")
    private var latency = LatencySeries()
    private var roleUses = CounterSeries(
        "relay_role_uses", help: "Role uses that came in live.", labels: ["role", "account", "outcome"])
    private let roles: BoundedRoles

    init(_ counts: [Counter], known rules: RulesFigures?) {
        roles = BoundedRoles(counts)
        beginSeries(rules)
        for count in counts { add(count) }
    }

    var families: [MetricFamily] {
        [
            received, matched, triggered, folded, planned, settled, reopened, handedOver, redriven, invocations,
            attempts,
            successful, retries, throttled, uncertain, failed, deadLettered, pruned,
        ].map(\.family) + [latency.family, roleUses.family]
    }
}

extension CounterMetrics {
    /// Series that will exist sooner or later begin at 0: monitoring systems see an increase only if there was a value
    /// before.
    private mutating func beginSeries(_ rules: RulesFigures?) {
        for fate in IngestOutcome.allCases { received.add(0, fate.rawValue) }
        matched.add(0)
        pruned.add(0)
        for rule in rules?.names ?? [] { triggered.add(0, rule) }
        for name in rules?.apiDestinations ?? [] {
            for outcome in AttemptOutcome.Kind.allCases { attempts.add(0, name, outcome.rawValue) }
            for state in DeliveryState.allCases where state.isSettled { settled.add(0, name, state.rawValue) }
            for outcome in Self.uncertainOutcomes { uncertain.add(0, name, outcome.rawValue) }
            invocations.add(0, name)
            successful.add(0, name)
            retries.add(0, name)
            throttled.add(0, name)
            latency.add(apiDestination: name)
        }
    }

    private static let uncertainOutcomes: [AttemptOutcome.Kind] = [.timedOut, .interrupted]

    private mutating func add(_ count: Counter) {
        let number = count.value
        switch count.key {
        case .received(let fate):
            received.add(number, fate.rawValue)
            if fate == .accepted { matched.add(number) }
        case .matched(let rule): triggered.add(number, rule)
        case .planned(let rule, let name): planned.add(number, rule, name)
        case .folded(let rule): folded.add(number, rule)
        case .attempts(let name, let outcome): add(number, attemptsOf: name, outcome)
        case .retries(let name): retries.add(number, name)
        case .settled(let name, let state):
            settled.add(number, name, state.rawValue)
            if state != .dropped { invocations.add(number, name) }
        case .reopened(let name, let state): reopened.add(number, name, state.rawValue)
        case .deadLettered(let name, let fault, let errorCode):
            failed.add(number, name, errorCode.rawValue)
            deadLettered.add(number, name, fault.rawValue, errorCode.rawValue)
        case .handedOver(let name, let other): handedOver.add(number, name, other)
        case .redriven(let name): redriven.add(number, name)
        case .latency(let name, let bound): latency.add(number, apiDestination: name, upToMilliseconds: bound)
        case .latencySumMilliseconds(let name): latency.add(milliseconds: number, apiDestination: name)
        case .roleUse(let role, let account, let outcome):
            let labels = roles.labels(role: role, account: account)
            roleUses.add(number, labels.role, labels.account, outcome)
        case .pruned: pruned.add(number)
        }
    }

    private mutating func add(_ number: Int64, attemptsOf name: String, _ outcome: AttemptOutcome.Kind) {
        attempts.add(number, name, outcome.rawValue)
        if outcome == .delivered { successful.add(number, name) }
        if outcome == .throttled { throttled.add(number, name) }
        if Self.uncertainOutcomes.contains(outcome) { uncertain.add(number, name, outcome.rawValue) }
    }
}

import CloudTrail
public import Outbox
import Rules
import TextFormats

/// What happened in a period, as lines in CloudWatch's embedded metric format.
///
/// The first line has no dimensions and always has every count, zeros too, so that an alarm has data. Lines for rules,
/// destinations and roles follow, with measures that are not zero, since each combination of dimensions costs money.
///
/// ```swift
/// for line in EmbeddedMetrics.lines(since: earlier.counts, until: figures) { print(line) }
/// ```
public enum EmbeddedMetrics {
    /// The CloudWatch namespace of all measures.
    public static let namespace = "relay"

    /// - Parameters:
    ///   - earlier: The counts when the period began.
    ///   - figures: The figures at its end. Without the store's there are no lines.
    /// - Returns: lines without their ends, each one JSON object.
    public static func lines(since earlier: [Count], until figures: MetricsFigures) -> [[UInt8]] {
        guard let store = figures.store else { return [] }
        var period = EmbeddedPeriod(roles: BoundedRoles(store.books.counts))
        for count in CountChanges.between(earlier, store.books.counts) { period.add(count) }
        for backlog in store.books.backlog { period.add(backlog, at: figures.now) }
        for health in figures.health where health.blockedBecause != nil {
            period.add(1, .blocked, to: .apiDestination(health.apiDestination))
        }
        period.add(figures, store)
        return period.lines.flatMap { $0.encoded(namespace: namespace, at: figures.now) }
    }
}

/// What was added to counters between two readings.
enum CountChanges {
    static func between(_ earlier: [Count], _ later: [Count]) -> [Count] {
        let before = earlier.reduce(into: [CountKey: Int64]()) { $0[$1.key, default: 0].add($1.value) }
        let after = later.reduce(into: [CountKey: Int64]()) { $0[$1.key, default: 0].add($1.value) }
        return after.compactMap { key, value in
            let known = before[key] ?? 0
            // Counters never go down; where one has, it is another store's, and began at 0.
            let change = value >= known ? value - known : value
            return change == 0 ? nil : Count(key, change)
        }
    }
}

/// Gathers the measures of one period by what they are of.
struct EmbeddedPeriod {
    /// What has measures of its own.
    enum Subject: Hashable {
        case relay
        case rule(String)
        case apiDestination(String)
        case role(String, account: String)
    }

    private let roles: BoundedRoles
    private var measures: [Subject: [EmbeddedMetric: Double]] = [:]
    private var latency: [Subject: (sum: Double, count: Double)] = [:]

    /// - Parameter roles: Which roles have measures of their own.
    init(roles: BoundedRoles) {
        self.roles = roles
        for metric in EmbeddedMetric.allCases where metric.isAlwaysReported {
            measures[.relay, default: [:]][metric] = 0
        }
    }

    /// Adds to a measure of a subject, and to the same measure of relay as a whole.
    mutating func add(_ number: Double, _ metric: EmbeddedMetric, to subject: Subject) {
        measures[.relay, default: [:]][metric, default: 0] += number
        if subject != .relay { measures[subject, default: [:]][metric, default: 0] += number }
    }
}

// MARK: - Counts

extension EmbeddedPeriod {
    mutating func add(_ count: Count) {
        let number = Double(count.value)
        switch count.key {
        case .received(let fate): add(number, received: fate)
        case .matched(let rule): add(number, .triggeredRules, to: .rule(rule))
        case .planned(_, let name): add(number, .invocationsCreated, to: .apiDestination(name))
        case .attempts(let name, let outcome): add(number, attemptsOf: .apiDestination(name), outcome)
        case .retries(let name): add(number, .retryInvocationAttempts, to: .apiDestination(name))
        case .settled(let name, let state):
            if state != .dropped { add(number, .invocations, to: .apiDestination(name)) }
            if state == .dead { add(number, .failedInvocations, to: .apiDestination(name)) }
        case .deadLettered(let name, _, _): add(number, .invocationsSentToDlq, to: .apiDestination(name))
        case .latency(let name, _): addLatency(sum: 0, count: number, to: .apiDestination(name))
        case .latencySumMilliseconds(let name): addLatency(sum: number, count: 0, to: .apiDestination(name))
        case .roleUse(let role, let account, let outcome):
            let labels = roles.labels(role: role, account: account)
            let subject = Subject.role(labels.role, account: labels.account)
            add(number, .roleUses, to: subject)
            if outcome == RoleUse.Outcome.denied.rawValue { add(number, .deniedRoleUses, to: subject) }
        case .folded, .reopened, .handedOver, .redriven, .pruned: break
        }
    }

    private mutating func add(_ number: Double, received fate: EventFate) {
        add(number, .eventsReceived, to: .relay)
        switch fate {
        case .accepted: add(number, .matchedEvents, to: .relay)
        case .duplicate: add(number, .duplicateEvents, to: .relay)
        case .noRule: add(number, .eventsWithoutRule, to: .relay)
        case .invalid: add(number, .invalidEvents, to: .relay)
        }
    }

    private mutating func add(_ number: Double, attemptsOf subject: Subject, _ outcome: Attempt.Outcome) {
        add(number, .invocationAttempts, to: subject)
        switch outcome {
        case .delivered: add(number, .successfulInvocationAttempts, to: subject)
        case .throttled: add(number, .throttledInvocationAttempts, to: subject)
        case .timedOut, .interrupted: add(number, .uncertainInvocationAttempts, to: subject)
        default: break
        }
    }

    private mutating func addLatency(sum: Double, count: Double, to subject: Subject) {
        for subject in [.relay, subject] {
            latency[subject, default: (0, 0)].sum += sum
            latency[subject, default: (0, 0)].count += count
        }
    }
}

// MARK: - What holds at the end

extension EmbeddedPeriod {
    mutating func add(_ backlog: Backlog, at now: Timestamp) {
        let subject = Subject.apiDestination(backlog.apiDestination)
        let metric: EmbeddedMetric
        switch backlog.state {
        case .pending, .sending: metric = .outboxDeliveries
        case .waiting: metric = .waitingDeliveries
        case .dead: metric = .deadLetters
        case .delivered, .dropped: return
        }
        add(Double(backlog.count), metric, to: subject)
        guard metric == .outboxDeliveries else { return }
        let age = max(0, Double((now - backlog.oldest).wholeMilliseconds) / 1_000)
        for subject in [.relay, subject] {
            measures[subject, default: [:]][.outboxOldestAge] = max(age, measures[subject]?[.outboxOldestAge] ?? 0)
        }
    }

    /// Adds the measures that only relay as a whole has.
    mutating func add(_ figures: MetricsFigures, _ store: StoreFigures) {
        if let size = store.sizeBytes { add(Double(size), .storeSize, to: .relay) }
        if let rules = figures.rules { add(rules.isStale ? 1 : 0, .rulesStale, to: .relay) }
        guard let success = figures.lastHeartbeat else { return }
        add(max(0, Double((figures.now - success.announcedAt).wholeMilliseconds) / 1_000), .heartbeatAge, to: .relay)
    }
}

// MARK: - Lines

extension EmbeddedPeriod {
    /// Relay's first, then by kind and name.
    var lines: [EmbeddedMetricLine] {
        measures.keys.sorted { $0.order.lexicographicallyPrecedes($1.order) { $0.lexicographicallyPrecedes($1) } }
            .map { subject in
                EmbeddedMetricLine(
                    dimensionSets: subject.dimensionSets, dimensions: subject.dimensions,
                    measures: reportedMeasures(of: subject))
            }
    }

    private func reportedMeasures(of subject: Subject) -> [EmbeddedMetricLine.Measure] {
        var values = measures[subject] ?? [:]
        if let (sum, count) = latency[subject], count > 0 {
            values[.ingestionToInvocationSuccessLatency] = sum / count
        }
        return EmbeddedMetric.allCases.compactMap { metric in
            values[metric].map { .init(name: metric.rawValue, unit: metric.unit, value: $0) }
        }
    }
}

extension EmbeddedMetric {
    /// Whether the line without dimensions always has it, even as 0. The others may be missing.
    fileprivate var isAlwaysReported: Bool {
        switch self {
        case .storeSize, .heartbeatAge, .rulesStale, .ingestionToInvocationSuccessLatency: false
        default: true
        }
    }
}

extension EmbeddedPeriod.Subject {
    /// CloudWatch aggregates by each set: a role's uses are wanted per account, and over all accounts.
    fileprivate var dimensionSets: [[String]] {
        switch self {
        case .relay: [[]]
        case .rule: [["RuleName"]]
        case .apiDestination: [["ApiDestination"]]
        case .role: [["Role", "Account"], ["Role"]]
        }
    }

    fileprivate var dimensions: [EmbeddedMetricLine.Dimension] {
        switch self {
        case .relay: []
        case .rule(let name): [.init("RuleName", name)]
        case .apiDestination(let name): [.init("ApiDestination", name)]
        case .role(let name, let account): [.init("Role", name), .init("Account", account)]
        }
    }

    fileprivate var order: [[UInt8]] {
        let kind: UInt8 =
            switch self {
            case .relay: 0
            case .rule: 1
            case .apiDestination: 2
            case .role: 3
            }
        return [[kind]] + dimensions.map { Array($0.value.utf8) }
    }
}

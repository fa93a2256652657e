public import Outbox

/// What happened in a period, as lines in CloudWatch's embedded metric format.
///
/// The first line has no dimensions and always has every count, zeros too, so that an alarm has data. Lines for a rule,
/// a destination and a role follow, with what is not zero: each combination of dimensions is paid for.
///
/// ```swift
/// for line in EmbeddedMetrics.lines(since: earlier.counts, until: figures) { print(line) }
/// ```
public enum EmbeddedMetrics {
    public static let namespace = "relay"

    /// - Parameters:
    ///   - earlier: The books' counts when the period began.
    ///   - figures: What holds at its end. Without a store in it there is nothing to tell.
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

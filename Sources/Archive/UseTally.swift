/// How often, and when first and last.
public struct UseTally: Hashable, Sendable {
    public internal(set) var allowed = 0
    public internal(set) var denied = 0
    /// The earliest and latest times, ISO 8601 in UTC; nil when no use had one.
    public internal(set) var first: String?
    public internal(set) var last: String?

    public var total: Int { allowed + denied }

    /// - Parameter change: 1 for a use, -1 to take one back; the times stay.
    mutating func count(_ use: UseCounts.Use, by change: Int) {
        if use.isAllowed { allowed += change } else { denied += change }
        guard change > 0, let time = use.time else { return }
        first = first.map { min($0, time) } ?? time
        last = last.map { max($0, time) } ?? time
    }
}

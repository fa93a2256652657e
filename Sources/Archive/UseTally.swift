/// How often a role was used, and when first and last.
public struct UseTally: Hashable, Sendable {
    /// Uses that AWS allowed.
    public internal(set) var allowed = 0
    /// Attempts that AWS denied.
    public internal(set) var denied = 0
    /// The earliest and latest times, ISO 8601 in UTC; nil when no use had one.
    public internal(set) var first: String?
    /// The latest time, as ``first``.
    public internal(set) var last: String?

    /// Allowed and denied together.
    public var total: Int { allowed + denied }

    /// - Parameter change: 1 for a use, -1 to take one back; the times stay.
    mutating func count(_ use: UseCounts.Use, by change: Int) {
        if use.isAllowed { allowed += change } else { denied += change }
        guard change > 0, let time = use.time else { return }
        if first.map({ time < $0 }) ?? true { first = time }
        if last.map({ $0 < time }) ?? true { last = time }
    }
}

/// The uses of all names beyond those that are listed one by one.
public struct UnlistedUses: Hashable, Sendable {
    /// How many different names there are; see ``namesLimit``.
    public internal(set) var names = 0
    /// Whether there are more names than ``names``, which were not counted.
    public internal(set) var hasMoreNames = false
    /// The uses, of however many names.
    public internal(set) var tally = UseTally()

    /// How many names that are not listed can be counted.
    public static let namesLimit = 100_000
}

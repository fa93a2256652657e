/// Tallies under names, of which only the first ones are kept, so that memory stays bounded.
///
/// A name beyond the limit is counted by its hash, eight bytes; one beyond ``UnlistedUses/namesLimit`` more is only
/// counted in the total of the unlisted. Once a name was not listed, no new one is, so that the uses of one name are
/// never split.
struct NamedTallies<Name: Hashable & Sendable>: Sendable {
    private(set) var listed: [Name: UseTally] = [:]
    private(set) var unlisted = UnlistedUses()
    /// How often each unlisted name was used, by its hash.
    private var unlistedCounts: [Int: Int] = [:]
    private var isFull = false
    private let limit: Int
    private let unlistedLimit: Int

    init(limit: Int, unlistedLimit: Int = UnlistedUses.namesLimit) {
        (self.limit, self.unlistedLimit) = (limit, unlistedLimit)
    }

    /// - Parameter change: 1 for a use, -1 to take one back that was counted before.
    mutating func count(_ use: UseCounts.Use, under name: Name, by change: Int) {
        if isFull, listed[name] == nil { return countUnlisted(use, name, by: change) }
        listed[name, default: UseTally()].count(use, by: change)
        if change < 0 {
            // The name came from a copy that does not name the caller.
            if listed[name]?.total == 0 { listed[name] = nil }
        } else if !isFull, listed.count > limit {
            isFull = true
            listed[name] = nil
            countUnlisted(use, name, by: change)
        }
    }

    private mutating func countUnlisted(_ use: UseCounts.Use, _ name: Name, by change: Int) {
        unlisted.tally.count(use, by: change)
        let hash = name.hashValue
        guard unlistedCounts[hash] != nil || unlistedCounts.count < unlistedLimit else {
            unlisted.hasMoreNames = true
            return
        }
        let uses = unlistedCounts[hash, default: 0] + change
        unlistedCounts[hash] = uses > 0 ? uses : nil
        unlisted.names = unlistedCounts.count
    }
}

/// Keeps the events that come nearest to matching a pattern, nearest first, out of any number of events.
///
/// ```swift
/// var misses = NearMisses<String>(limit: 5)
/// for (name, event) in events {
///     let explanation = Explanation(of: pattern, for: event)
///     if !explanation.matches { misses.add(explanation, of: name) }
/// }
/// ```
///
/// Events that miss the same tests for the same reasons are counted as one miss: otherwise a thousand events of an
/// unrelated service would hide the one that nearly matches.
public struct NearMisses<Label: Sendable>: Sendable {
    /// Events that fail the same tests for the same reasons.
    public struct Miss: Sendable {
        /// Of the first such event.
        public let label: Label
        /// The explanation of the first such event.
        public let explanation: Explanation
        /// How many events there were. The count is exact: a miss that was dropped was less near than all that are
        /// kept, and so does not come back.
        public fileprivate(set) var count = 1
        /// What was wanted and found by each test that did not hold.
        fileprivate let missed: [String]
    }

    /// How many are kept.
    public let limit: Int
    /// Nearest first; of equals the one added first.
    public private(set) var nearest: [Miss] = []

    /// - Parameter limit: How many misses are kept; below 0 counts as 0.
    public init(limit: Int) {
        self.limit = max(limit, 0)
    }

    /// Keeps an explanation if it is among the nearest so far.
    public mutating func add(_ explanation: Explanation, of label: Label) {
        let end = nearest.firstIndex { explanation.best.isNearer(than: $0.explanation.best) } ?? nearest.count
        let nearer = nearest[..<end].lastIndex { $0.explanation.best.isNearer(than: explanation.best) }
        let start = nearer.map { $0 + 1 } ?? 0
        // Most events are not among the nearest; for those no texts are made.
        guard start < end || end < limit else { return }
        let missed = explanation.best.fields.filter { $0.outcome != .held }.map(\.summary)
        if let same = nearest[start..<end].firstIndex(where: { $0.missed == missed }) {
            nearest[same].count += 1
        } else if end < limit {
            nearest.insert(Miss(label: label, explanation: explanation, missed: missed), at: end)
            if nearest.count > limit { nearest.removeLast() }
        }
    }
}

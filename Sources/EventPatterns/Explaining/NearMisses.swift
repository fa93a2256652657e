/// The events that come nearest to matching a pattern, nearest first, however many are looked at.
///
/// ```swift
/// var misses = NearMisses<String>(limit: 5)
/// for (name, event) in events {
///     let explanation = Explanation(of: pattern, for: event)
///     if !explanation.matches { misses.add(explanation, of: name) }
/// }
/// ```
public struct NearMisses<Label: Sendable>: Sendable {
    public struct Miss: Sendable {
        public let label: Label
        public let explanation: Explanation
    }

    /// How many are kept.
    public let limit: Int
    /// Nearest first; of equals the one added first.
    public private(set) var nearest: [Miss] = []

    public init(limit: Int) {
        self.limit = max(limit, 0)
    }

    /// Keeps an explanation if it is among the nearest so far.
    public mutating func add(_ explanation: Explanation, of label: Label) {
        let place = nearest.firstIndex { explanation.best.isNearer(than: $0.explanation.best) } ?? nearest.count
        guard place < limit else { return }
        nearest.insert(Miss(label: label, explanation: explanation), at: place)
        if nearest.count > limit { nearest.removeLast() }
    }
}

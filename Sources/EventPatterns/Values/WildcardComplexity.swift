/// The most work that the wildcards put to one value can cause: how many of their beginnings a value can match at once.
///
/// The beginnings of `a*bcb` are `a`, `a*`, `a*b`, `a*bc` and `a*bcb`; the value `abcb` fits three of them, and none fits
/// more, so the score is 3. EventBridge refuses a rule that scores too high.
///
/// Beginnings are shared up to the first star and are each wildcard's own after it, so a wildcard that comes twice
/// counts twice there. A shared beginning counts once for each different group that goes on from it, and a whole wildcard
/// once for each different group that ends with it:
///
///     *ab, *ad     " ── * ─┬─ a ── b ── "      after "a": the star counts 2, each a counts 1, so 4
///                          └─ a ── d ── "
///
/// The quotes around a value are part of it, as EventBridge compares them.
///
/// Source: event-ruler's MachineComplexityEvaluator; where it departs from what EventBridge was recorded to admit
/// (`fixtures/verdicts/aws-wildcards.jsonl`), as at a star that ends a wildcard, the recording.
struct WildcardComplexity {
    /// What counts as one: a `wildcard` expression, or all wildcards of an `anything-but`.
    struct Group: Hashable {
        let isNegated: Bool
        let wildcards: Set<Wildcard>
    }

    /// How many sets of beginnings are looked at. A pattern of the greatest length has about 4,096 beginnings; only
    /// wildcards that overlap in very many ways, and yet never score above the limit, have more sets than this.
    static let setsLimit = 10_000

    private enum Symbol: Hashable {
        case byte(UInt8)
        case star
    }

    private struct Step: Hashable {
        let state: Int
        let symbol: Symbol
    }

    /// A beginning.
    private struct State {
        var next: [UInt8: [Int]] = [:]
        var stars: [Int] = []
        var isStar = false
        var isWhole = false
        /// The groups of which a wildcard begins so, as numbers.
        var groups: Set<Int> = []
    }

    private var states = [State()]

    /// - Parameter groups: each with how often it is put to the value.
    init(_ groups: [Group: Int]) {
        var shared: [Step: Int] = [:]
        for (number, (group, times)) in groups.enumerated() {
            for _ in 0..<times {
                for wildcard in group.wildcards { insert(wildcard, group: number, &shared) }
            }
        }
    }

    private mutating func insert(_ wildcard: Wildcard, group: Int, _ shared: inout [Step: Int]) {
        let quote = Symbol.byte(UInt8(ascii: "\""))
        let text = wildcard.pieces.map { $0.map(Symbol.byte) }.joined(separator: [.star])
        var state = 0
        var isShared = true
        for symbol in [quote] + text + [quote] {
            let step = Step(state: state, symbol: symbol)
            let next = (isShared ? shared[step] : nil) ?? add(step)
            if isShared { shared[step] = next }
            states[next].groups.insert(group)
            isShared = isShared && symbol != .star
            state = next
        }
        states[state].isWhole = true
    }

    private mutating func add(_ step: Step) -> Int {
        let new = states.count
        states.append(State())
        switch step.symbol {
        case .byte(let byte): states[step.state].next[byte, default: []].append(new)
        case .star:
            states[step.state].stars.append(new)
            states[new].isStar = true
        }
        return new
    }

    /// The score, or some number above the limit once it is clear that the score is above it.
    func score(limit: Int) -> Int {
        var highest = 0
        var seen: Set<[Int]> = [[0]]
        var queue = [[0]]
        while let set = queue.popLast() {
            let bytes = set.reduce(into: Set<UInt8>()) { $0.formUnion(states[$1].next.keys) }
            for byte in bytes.map(Optional.some) + [nil] {
                let next = successor(of: set, byte)
                guard !next.isEmpty, seen.insert(next).inserted else { continue }
                highest = max(highest, size(of: next))
                guard highest <= limit, seen.count <= Self.setsLimit else { return highest }
                queue.append(next)
            }
        }
        return highest
    }

    /// The beginnings that fit when one more byte has been read, ascending.
    ///
    /// - Parameter byte: nil for one that none of the wildcards has there.
    private func successor(of set: [Int], _ byte: UInt8?) -> [Int] {
        var next: Set<Int> = []
        for state in set {
            if states[state].isStar { next.insert(state) }
            if let byte { next.formUnion(states[state].next[byte] ?? []) }
        }
        var left = Array(next)
        while let state = left.popLast() {
            for star in states[state].stars where next.insert(star).inserted { left.append(star) }
        }
        return next.sorted()
    }

    private func size(of set: [Int]) -> Int {
        var whole: Set<Int> = []
        var size = 0
        for state in set {
            if states[state].isWhole {
                whole.formUnion(states[state].groups)
            } else {
                size += states[state].groups.count
            }
        }
        return size + whole.count
    }
}

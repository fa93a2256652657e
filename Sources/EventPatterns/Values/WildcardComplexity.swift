/// The most work that the wildcards of one field can cause: how many of their beginnings one value can match at once.
///
/// The beginnings of `a*bcb` are `a`, `a*`, `a*b`, `a*bc` and `a*bcb`; the value `abcb` fits three of them, and none fits
/// more, so the score is 3. EventBridge refuses a rule that scores too high.
///
/// Two kinds of value can be the worst. One is still within the text before some wildcard's first star; these are few,
/// and are tried. Any other has passed all stars of the wildcards whose first texts agree; each star counts, and so does
/// each beginning of a later text that the value ends with. Which end is worst is read off a tree of those texts:
///
///     *ab*ad    a ── b        the end "a" fits a beginning of both texts: 2 stars + 2 = 4
///               └─── d        links lead from each node to its longest proper ending that is a node too
///
/// Source: the measure is that of event-ruler's MachineComplexityEvaluator.
struct WildcardComplexity {
    private let wildcards: [Wildcard]

    init(_ wildcards: [Wildcard]) {
        self.wildcards = wildcards
    }

    /// The score, or some number above the limit once it is clear that the score is above it.
    func score(limit: Int) -> Int {
        var highest = 0
        for wildcard in wildcards {
            let first = wildcard.pieces.first ?? []
            let agreeing = wildcards.filter { first.starts(with: $0.pieces.first ?? []) }
            highest = max(highest, Self.highestScore(beyondAllStarsOf: agreeing, limit: limit))
            if highest > limit { break }
            highest = max(highest, highestScore(withinPrefix: first))
            if highest > limit { break }
        }
        return highest
    }

    // MARK: - Within the first text

    private func highestScore(withinPrefix prefix: [UInt8]) -> Int {
        var runs = wildcards.map { Run($0) }
        var highest = runs.reduce(0) { $0 + $1.count }
        for byte in prefix {
            var sum = 0
            for index in runs.indices {
                runs[index].advance(by: byte)
                sum += runs[index].count
            }
            highest = max(highest, sum)
        }
        return highest
    }

    /// The beginnings of one wildcard that a value read so far fits.
    private struct Run {
        /// The wildcard's bytes; nil for a star.
        let symbols: [UInt8?]
        /// For each number of symbols, whether a beginning that long fits.
        var fits: [Bool]

        init(_ wildcard: Wildcard) {
            symbols = Array(wildcard.pieces.map { $0.map(Optional.some) }.joined(separator: [nil]))
            fits = [true] + symbols.map { _ in false }
            passStars()
        }

        /// How many beginnings fit, not counting the empty one.
        var count: Int { fits.dropFirst().count { $0 } }

        mutating func advance(by byte: UInt8) {
            var next = fits.map { _ in false }
            for index in symbols.indices where symbols[index] == byte && fits[index] { next[index + 1] = true }
            for index in symbols.indices where symbols[index] == nil && fits[index + 1] { next[index + 1] = true }
            fits = next
            passStars()
        }

        private mutating func passStars() {
            for index in symbols.indices where symbols[index] == nil && fits[index] { fits[index + 1] = true }
        }
    }

    // MARK: - Beyond all stars

    private static func highestScore(beyondAllStarsOf wildcards: [Wildcard], limit: Int) -> Int {
        let stars = wildcards.reduce(0) { $0 + $1.pieces.count - 1 }
        guard stars <= limit else { return stars }
        var tree = EndingTree()
        for wildcard in wildcards {
            for piece in wildcard.pieces.dropFirst() { tree.insert(piece) }
        }
        return stars + tree.mostBeginningsAtOneEnd()
    }

    /// The later texts of some wildcards as a tree of their beginnings (Aho and Corasick's).
    private struct EndingTree {
        private struct Node {
            var children: [UInt8: Int] = [:]
            /// How many texts begin this way.
            var texts = 0
        }

        private var nodes = [Node()]

        mutating func insert(_ text: [UInt8]) {
            var node = 0
            for byte in text {
                if let child = nodes[node].children[byte] {
                    node = child
                } else {
                    nodes[node].children[byte] = nodes.count
                    node = nodes.count
                    nodes.append(Node())
                }
                nodes[node].texts += 1
            }
        }

        /// The largest number of beginnings that are all endings of one of them.
        func mostBeginningsAtOneEnd() -> Int {
            var links = nodes.map { _ in 0 }
            var counts = nodes.map { _ in 0 }
            var queue = Array(nodes[0].children.values)
            for node in queue { counts[node] = nodes[node].texts }
            var next = 0
            while next < queue.count {
                let node = queue[next]
                next += 1
                for (byte, child) in nodes[node].children {
                    var link = links[node]
                    while link != 0, nodes[link].children[byte] == nil { link = links[link] }
                    links[child] = nodes[link].children[byte] ?? 0
                    counts[child] = nodes[child].texts + counts[links[child]]
                    queue.append(child)
                }
            }
            return counts.max() ?? 0
        }
    }
}

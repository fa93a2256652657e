/// Many patterns compiled together, to be asked of each event in one pass.
///
/// Compile once; give each task a ``PatternMatcher`` of its own. Patterns share one tree of all paths, one test set for
/// each distinct list of tests, and one index from an event's values to the few alternatives worth testing.
public struct PatternSet: Sendable {
    /// One way for one pattern to match: all its test sets must accept.
    struct Alternative: Sendable {
        let pattern: Int32
        /// A range of ``PatternSet/testSets``.
        let testSets: Range<Int32>
    }

    /// In the order given; ``PatternMatcher/matched`` refers to them by index.
    public let patterns: [EventPattern]
    let alternatives: [Alternative]
    /// Test sets of all alternatives, one after the other; of one alternative, the most selective first.
    let testSets: [Int32]
    let tests: CompiledTests
    let tree: PathTree
    let candidateIndex: CandidateIndex
    /// Alternatives that are in no index, since all their fields may be absent: tested for every event.
    let unindexed: [Int32]
    let fieldCount: Int

    /// Compiles patterns, any number of them; takes time proportional to their fields.
    public init(_ patterns: [EventPattern]) {
        self.patterns = patterns
        var builder = Builder()
        for (index, pattern) in patterns.enumerated() {
            for alternative in pattern.alternatives { builder.add(alternative, of: index) }
        }
        builder.tests.finish()
        let indexEntries = builder.indexEntries()
        alternatives = builder.alternatives
        testSets = builder.testSets
        tests = builder.tests
        candidateIndex = CandidateIndex(indexEntries.byField)
        unindexed = indexEntries.unindexed
        fieldCount = builder.paths.count
        var tree = PathTree(paths: builder.paths)
        tree.mark(indexedFields: Set(indexEntries.byField.indices.filter { !indexEntries.byField[$0].isEmpty }))
        self.tree = tree
    }

    /// Whether some pattern asks for a member of an event, or for something inside it.
    public func asks(for key: String) -> Bool { tree.holds(rootKey: Array(key.utf8)) }
}

extension PatternSet {
    /// A pattern set while it is being put together.
    private struct Builder {
        private struct TestSetKey: Hashable {
            let field: Int
            let tests: [PatternTest]
        }

        private(set) var paths: [[UInt8]] = []
        private(set) var alternatives: [Alternative] = []
        private(set) var testSets: [Int32] = []
        var tests = CompiledTests()
        private var fields: [[UInt8]: Int] = [:]
        private var sets: [TestSetKey: Int32] = [:]
        /// For each alternative, the keys that its fields offer to the index.
        private var keys: [[(field: Int, key: IndexKey)]] = []

        mutating func add(_ alternative: PatternAlternative, of pattern: Int) {
            var sets: [(rank: Int, set: Int32)] = []
            var keys: [(field: Int, key: IndexKey)] = []
            for field in alternative.fields {
                let number = number(of: field.path)
                let key = IndexKey(field.tests)
                if let key { keys.append((number, key)) }
                sets.append((key?.rank ?? 3, testSet(TestSetKey(field: number, tests: field.tests))))
            }
            sets.sort { $0.rank < $1.rank }
            let first = Int32(testSets.count)
            testSets += sets.map(\.set)
            alternatives.append(Alternative(pattern: Int32(pattern), testSets: first..<Int32(testSets.count)))
            self.keys.append(keys)
        }

        private mutating func number(of path: [UInt8]) -> Int {
            if let known = fields[path] { return known }
            fields[path] = paths.count
            paths.append(path)
            return paths.count - 1
        }

        private mutating func testSet(_ key: TestSetKey) -> Int32 {
            if let known = sets[key] { return known }
            let number = tests.add(key.tests, field: key.field)
            sets[key] = number
            return number
        }

        /// Enters each alternative under its most selective key, as far as the patterns alone show.
        func indexEntries() -> (byField: [[(key: IndexKey, alternative: Int32)]], unindexed: [Int32]) {
            var usesByValue: [[UInt8]: [Int: Int]] = [:]
            for (field, key) in keys.joined() {
                for value in key.values { usesByValue[value, default: [:]][field, default: 0] += 1 }
            }
            var byField = Array(repeating: [(key: IndexKey, alternative: Int32)](), count: paths.count)
            var unindexed: [Int32] = []
            for (alternative, keys) in keys.enumerated() {
                if let best = keys.min(by: { rank(of: $0, usesByValue) < rank(of: $1, usesByValue) }) {
                    byField[best.field].append((best.key, Int32(alternative)))
                } else {
                    unindexed.append(Int32(alternative))
                }
            }
            return (byField, unindexed)
        }

        private func rank(
            of candidate: (field: Int, key: IndexKey), _ usesByValue: [[UInt8]: [Int: Int]]
        ) -> (Int, Int, Int, Int) {
            let path = paths[candidate.field]
            let isCommon = PatternSet.commonFields.contains(path) ? 1 : 0
            let uses = candidate.key.values.reduce(0) { $0 + (usesByValue[$1]?[candidate.field] ?? 0) }
            // Of fields that only need to be there, the deepest is the rarest; of values, the nearest comes first.
            let depth = path.count { $0 == UInt8(ascii: ".") }
            return (candidate.key.rank, isCommon, uses, candidate.key == .present ? -depth : depth)
        }
    }

    /// Fields that hold the same value in most events of an account, so that they select little.
    private static let commonFields: Set<[UInt8]> = Set(
        [
            "version", "detail-type", "account", "region", "detail.awsRegion", "detail.recipientAccountId",
            "detail.eventType", "detail.eventCategory", "detail.eventVersion",
        ].map { Array($0.utf8) })
}

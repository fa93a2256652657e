/// Many patterns compiled together, to be asked of each event in one pass.
///
/// Compile once; give each task a ``PatternMatcher`` of its own. What is shared is asked once: one tree of all paths,
/// one test set for each distinct question, and a way from an event's values to the few alternatives worth testing.
public struct PatternSet: Sendable {
    /// One way for one pattern to match: all its test sets must accept.
    struct Alternative: Sendable {
        let pattern: Int32
        /// A range of ``PatternSet/questions``.
        let questions: Range<Int32>
    }

    public let patterns: [EventPattern]
    let alternatives: [Alternative]
    /// Test sets of all alternatives, one after the other; of one alternative, the cheapest and most telling first.
    let questions: [Int32]
    let tests: LeafTests
    let tree: PathTree
    let gates: Gates
    /// Alternatives that no value leads to, since all their fields may be absent: tested for every event.
    let ungated: [Int32]
    let fieldCount: Int

    public init(_ patterns: [EventPattern]) {
        self.patterns = patterns
        var draft = Draft()
        for (index, pattern) in patterns.enumerated() {
            for alternative in pattern.alternatives { draft.add(alternative, of: index) }
        }
        draft.tests.finish()
        let filing = draft.filing()
        alternatives = draft.alternatives
        questions = draft.questions
        tests = draft.tests
        gates = Gates(filing.members)
        ungated = filing.ungated
        fieldCount = draft.paths.count
        var tree = PathTree(paths: draft.paths)
        tree.mark(gates: Set(filing.members.indices.filter { !filing.members[$0].isEmpty }))
        self.tree = tree
    }

    /// Whether some pattern asks for a member of an event, or for something inside it.
    public func asks(for key: String) -> Bool { tree.holds(rootKey: Array(key.utf8)) }
}

extension PatternSet {
    /// A pattern set while it is being put together.
    private struct Draft {
        private struct Question: Hashable {
            let field: Int
            let tests: [PatternTest]
        }

        private(set) var paths: [[UInt8]] = []
        private(set) var alternatives: [Alternative] = []
        private(set) var questions: [Int32] = []
        var tests = LeafTests()
        private var fields: [[UInt8]: Int] = [:]
        private var sets: [Question: Int32] = [:]
        /// For each alternative, what its fields' leaves must be like.
        private var keys: [[(field: Int, key: GateKey)]] = []

        mutating func add(_ alternative: PatternAlternative, of pattern: Int) {
            var sets: [(rank: Int, set: Int32)] = []
            var keys: [(field: Int, key: GateKey)] = []
            for field in alternative.fields {
                let number = number(of: field.path)
                let key = GateKey(field.tests)
                if let key { keys.append((number, key)) }
                sets.append((key?.rank ?? 3, testSet(Question(field: number, tests: field.tests))))
            }
            sets.sort { $0.rank < $1.rank }
            let first = Int32(questions.count)
            questions += sets.map(\.set)
            alternatives.append(Alternative(pattern: Int32(pattern), questions: first..<Int32(questions.count)))
            self.keys.append(keys)
        }

        private mutating func number(of path: [UInt8]) -> Int {
            if let known = fields[path] { return known }
            fields[path] = paths.count
            paths.append(path)
            return paths.count - 1
        }

        private mutating func testSet(_ question: Question) -> Int32 {
            if let known = sets[question] { return known }
            let number = tests.add(question.tests, field: question.field)
            sets[question] = number
            return number
        }

        /// Files each alternative under the key that lets the fewest events through to it, as far as can be told.
        func filing() -> (members: [[(key: GateKey, alternative: Int32)]], ungated: [Int32]) {
            var crowds: [[UInt8]: [Int: Int]] = [:]
            for (field, key) in keys.joined() {
                for value in key.values { crowds[value, default: [:]][field, default: 0] += 1 }
            }
            var members = Array(repeating: [(key: GateKey, alternative: Int32)](), count: paths.count)
            var ungated: [Int32] = []
            for (alternative, keys) in keys.enumerated() {
                if let best = keys.min(by: { rank(of: $0, crowds) < rank(of: $1, crowds) }) {
                    members[best.field].append((best.key, Int32(alternative)))
                } else {
                    ungated.append(Int32(alternative))
                }
            }
            return (members, ungated)
        }

        private func rank(
            of place: (field: Int, key: GateKey), _ crowds: [[UInt8]: [Int: Int]]
        ) -> (Int, Int, Int, Int) {
            let path = paths[place.field]
            let isCommon = PatternSet.commonFields.contains(path) ? 1 : 0
            let crowd = place.key.values.reduce(0) { $0 + (crowds[$1]?[place.field] ?? 0) }
            // Of fields that only need to be there, the deepest is the rarest; of values, the nearest comes first.
            let depth = path.count { $0 == UInt8(ascii: ".") }
            return (place.key.rank, isCommon, crowd, place.key == .present ? -depth : depth)
        }
    }

    /// Fields that hold the same value in most events of an account, so that they tell little.
    private static let commonFields: Set<[UInt8]> = Set(
        [
            "version", "detail-type", "account", "region", "detail.awsRegion", "detail.recipientAccountId",
            "detail.eventType", "detail.eventCategory", "detail.eventVersion",
        ].map { Array($0.utf8) })
}

import JSONText

/// Decides exactly whether an event satisfies one alternative of a pattern.
///
/// The fields are taken in order; each is satisfied by a leaf of its path that passes a test, or by the absence of
/// leaves. No two of the leaves may lie in different elements of one array. For
///
///     pattern {"x": {"a": ["1"], "b": ["2"]}}   event {"x": [{"a": "1"}, {"a": "1", "b": "2"}]}
///
/// the first leaf of `x.a` fails, since `b` would have to be in element 0 too, and the second must be tried. So this is
/// a search. Two measures keep it quick: leaves that contradict the elements chosen so far are skipped without looking
/// at them one by one, and a state that has failed once is not tried again with other elements that make no difference
/// to the remaining fields.
package struct AlternativeEvaluation {
    /// How one field is satisfied.
    package enum Choice: Hashable {
        /// By a leaf, as an index of ``FlatEvent/leaves``.
        case leaf(Int)
        /// By there being no leaf.
        case absence
    }

    /// How many leaves may be tried in all. Only an event made for the purpose needs more, with arrays whose elements
    /// share paths crosswise. Such an event counts as matching: a needless alert is better than one that can be evaded.
    package static let trialsLimit = 100_000

    private struct Candidates {
        let acceptsAbsence: Bool
        /// All leaves of the path, ascending.
        let all: [Int]
        /// Those that pass a test, ascending.
        let passing: [Int]
        /// The arrays that the leaves of this field and of those after it lie in.
        var arrays: Set<Int> = []
    }

    /// The element chosen of each array.
    private typealias Membership = [Int: Int]

    private struct State: Hashable {
        let field: Int
        let membership: [Int: Int]
    }

    private let event: FlatEvent
    private let trialsLimit: Int
    private var candidates: [Candidates] = []
    private var failed: Set<State> = []
    private var trials = 0

    /// - Parameters:
    ///   - fields: in the order of ``PatternAlternative/fields``.
    ///   - trialsLimit: as ``trialsLimit``.
    package init(_ fields: [PatternField], of event: FlatEvent, trialsLimit: Int = Self.trialsLimit) {
        self.event = event
        self.trialsLimit = trialsLimit
        candidates = fields.map { field in
            let all = event.leafIndices(at: field.path)
            return Candidates(
                acceptsAbsence: field.acceptsAbsence, all: all,
                passing: all.filter { event.leaves[$0].passes(field) })
        }
        var arrays: Set<Int> = []
        for index in candidates.indices.reversed() {
            for leaf in candidates[index].all { collectArrays(of: event.leaves[leaf].element, into: &arrays) }
            candidates[index].arrays = arrays
        }
    }

    /// One way to satisfy all fields, in their order; nil if there is none.
    ///
    /// When ``trialsLimit`` is reached, a shorter list of the choices up to there.
    package mutating func firstSolution() -> [Choice]? {
        guard candidates.allSatisfy({ !$0.passing.isEmpty || $0.acceptsAbsence }) else { return nil }
        return solution(from: 0, membership: [:])
    }

    /// Recursive, at most ``EventPattern/fieldsLimit`` deep.
    private mutating func solution(from field: Int, membership: Membership) -> [Choice]? {
        guard field < candidates.count, trials < trialsLimit else { return [] }
        let state = State(field: field, membership: membership.filter { candidates[field].arrays.contains($0.key) })
        guard !failed.contains(state) else { return nil }

        let candidate = candidates[field]
        if candidate.acceptsAbsence, !hasLeaf(among: candidate.all, agreeingWith: state.membership),
            let rest = solution(from: field + 1, membership: state.membership)
        {
            return [.absence] + rest
        }
        let gaps = gaps(for: state.membership)
        var position = 0
        while let next = firstLeaf(in: candidate.passing, from: position, outside: gaps) {
            trials += 1
            let leaf = candidate.passing[next]
            position = next + 1
            if let rest = solution(from: field + 1, membership: joining(leaf, to: state.membership)) {
                return [.leaf(leaf)] + rest
            }
        }
        failed.insert(state)
        return nil
    }

    // MARK: - Elements

    private func collectArrays(of element: Int?, into arrays: inout Set<Int>) {
        var element = element
        while let current = element {
            // The arrays further out have been collected with this one.
            guard arrays.insert(event.elements[current].array).inserted else { return }
            element = event.elements[current].parent
        }
    }

    private func joining(_ leaf: Int, to membership: Membership) -> Membership {
        var joined = membership
        var element = event.leaves[leaf].element
        while let current = element {
            joined[event.elements[current].array] = current
            element = event.elements[current].parent
        }
        return joined
    }

    /// Where no leaf may be taken: inside an array of which an element has been chosen, outside of that element.
    /// Ascending by start; one may lie within another.
    private func gaps(for membership: Membership) -> [Range<Int>] {
        var gaps: [Range<Int>] = []
        for (array, element) in membership {
            let whole = event.arrays[array]
            let chosen = event.elements[element].leaves
            if whole.lowerBound < chosen.lowerBound { gaps.append(whole.lowerBound..<chosen.lowerBound) }
            if chosen.upperBound < whole.upperBound { gaps.append(chosen.upperBound..<whole.upperBound) }
        }
        return gaps.sorted { $0.lowerBound < $1.lowerBound }
    }

    /// The position of the first leaf at or after a position that lies in no gap.
    private func firstLeaf(in leaves: [Int], from start: Int, outside gaps: [Range<Int>]) -> Int? {
        var position = start
        for gap in gaps {
            guard position < leaves.count else { return nil }
            if leaves[position] < gap.lowerBound { return position }
            if leaves[position] < gap.upperBound {
                position = Self.firstPosition(in: leaves, from: position, ofLeafAtLeast: gap.upperBound)
            }
        }
        return position < leaves.count ? position : nil
    }

    private func hasLeaf(among leaves: [Int], agreeingWith membership: Membership) -> Bool {
        firstLeaf(in: leaves, from: 0, outside: gaps(for: membership)) != nil
    }

    private static func firstPosition(in leaves: [Int], from start: Int, ofLeafAtLeast bound: Int) -> Int {
        var low = start
        var high = leaves.count
        while low < high {
            let middle = low + (high - low) / 2
            if leaves[middle] < bound { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension FlatEvent.Leaf {
    /// What tests look at: a string's value, escapes undone; any other leaf's text.
    package var bytes: [UInt8] { value.utf8 ?? Array(value.text) }

    /// Whether the leaf passes one of the tests of a field, wherever in the event it stands.
    package func passes(_ field: PatternField) -> Bool {
        let bytes = bytes
        return field.accepts(kind, bytes.span)
    }
}

extension WildcardComplexity {
    /// The first field whose wildcards score above the limit, of a pattern's alternatives taken as one rule.
    ///
    /// EventBridge puts the alternatives into one machine: what they ask of a field is put to the value together wherever
    /// all that comes before it, in the order of the paths, asks the same. So two `$or` branches that begin alike add
    /// up, and two that begin otherwise do not. Behind a field that is to be absent nothing is scored.
    ///
    /// Source: recorded from EventBridge (`fixtures/verdicts/aws-wildcards.jsonl`); event-ruler's NameState.
    static func fieldTooComplex(in alternatives: [PatternAlternative], limit: Int) -> PatternField? {
        var machine: [Step: Int] = [:]
        var questions: [Question: Int] = [:]
        var asked: [(field: PatternField, groups: [Group: Int])] = []
        for alternative in alternatives {
            guard let last = alternative.fields.lastIndex(where: { !$0.wildcardGroups.isEmpty }) else { continue }
            var state = 0
            for field in alternative.fields[...last] {
                let question = Question(state: state, path: field.path)
                let number = questions[question] ?? asked.count
                if number == asked.count {
                    questions[question] = number
                    asked.append((field, [:]))
                }
                for group in field.wildcardGroups {
                    // More of the same makes no difference once they are too many.
                    asked[number].groups[group] = min(asked[number].groups[group, default: 0] + 1, limit + 1)
                }
                if field.tests.allSatisfy({ $0 == .absent }) { break }
                let step = Step(question: number, tests: Set(field.tests.map(TestKey.init)))
                state = machine[step] ?? machine.count + 1
                machine[step] = state
            }
        }
        var judged: Set<[Group: Int]> = []
        return asked.first { _, groups in
            guard !groups.isEmpty, judged.insert(groups).inserted else { return false }
            return groups.count > limit || WildcardComplexity(groups).score(limit: limit) > limit
        }?.field
    }

    /// A field, asked for after what has led to a state.
    private struct Question: Hashable {
        let state: Int
        let path: [UInt8]
    }

    private struct Step: Hashable {
        let question: Int
        let tests: Set<TestKey>
    }

    /// A test such that two that ask the same are equal, however they are spelt.
    private struct TestKey: Hashable {
        let test: PatternTest?
        let excluded: Set<PatternTest>

        init(_ test: PatternTest) {
            switch test {
            case .number(let number) where number.isComparable:
                (self.test, excluded) = (.numeric(NumericRange(equalTo: number.value)), [])
            case .anythingBut(let list): (self.test, excluded) = (nil, list.excludedTests)
            default: (self.test, excluded) = (test, [])
            }
        }
    }
}

extension PatternField {
    /// The wildcards among the tests, also those inside `anything-but`.
    fileprivate var wildcardGroups: [WildcardComplexity.Group] {
        tests.compactMap { test in
            switch test {
            case .wildcard(let wildcard): WildcardComplexity.Group(isNegated: false, wildcards: [wildcard])
            case .anythingBut(.wildcards(let wildcards)):
                WildcardComplexity.Group(isNegated: true, wildcards: Set(wildcards))
            default: nil
            }
        }
    }
}

extension AnythingBut {
    /// The tests of which a leaf must pass none.
    fileprivate var excludedTests: Set<PatternTest> {
        switch self {
        case .strings(let strings): Set(strings.map { .string($0) })
        case .numbers(let numbers): Set(numbers.map { .numeric(NumericRange(equalTo: $0)) })
        case .prefixes(let prefixes): Set(prefixes.map { .prefix($0) })
        case .suffixes(let suffixes): Set(suffixes.map { .suffix($0) })
        case .equalsIgnoreCase(let texts): Set(texts.map { .equalsIgnoreCase($0) })
        case .wildcards(let wildcards): Set(wildcards.map { .wildcard($0) })
        }
    }
}

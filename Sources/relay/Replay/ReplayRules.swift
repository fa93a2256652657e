internal import Alerts
internal import CloudTrail
internal import EventPatterns
internal import Rules

/// The rules of a replay: those of the rules file, and those of the file that `--against` names, if any. The patterns of
/// both are matched in one pass over the archive.
struct ReplayRules {
    let current: CompiledRules
    let other: CompiledRules?
    /// Which rule of which set each pattern of ``patterns`` belongs to.
    private let owners: [Owner]

    private enum Owner {
        /// A rule of ``ReplayRules/current``, by its index there.
        case current(Int)
        /// A rule of ``ReplayRules/other``, by its index there.
        case other(Int)
    }

    init(current: CompiledRules, other: CompiledRules?) {
        (self.current, self.other) = (current, other)
        owners =
            current.rules.indices.map { .current($0) } + (other?.rules.indices.map { .other($0) } ?? [])
    }

    /// The patterns of both sets.
    var patterns: PatternSet { PatternSet((current.rules + (other?.rules ?? [])).map(\.pattern)) }

    /// An event that ``patterns`` match, as each set of rules counts its matches; nil for ``other`` where there is none.
    func split(_ event: MatchedEvent) -> (current: MatchedEvent, other: MatchedEvent?) {
        guard other != nil else { return (event, nil) }
        var matching: (current: [Int], other: [Int]) = ([], [])
        for pattern in event.rules {
            switch owners[pattern] {
            case .current(let rule): matching.current.append(rule)
            case .other(let rule): matching.other.append(rule)
            }
        }
        return (event.matching(matching.current), event.matching(matching.other))
    }
}

/// The targets at which an event has been announced, and the rules that have counted it.
public enum AnnouncedTargets: Hashable, Sendable {
    /// These, and no others.
    case these(Set<RuleTarget>)
    /// All that there are: a version of relay announced it that did not put on record where.
    case all

    /// None.
    public static let none = Self.these([])

    /// Whether it has been announced nowhere.
    public var isEmpty: Bool { self == .none }

    /// Whether it need not be announced at a target any more.
    ///
    /// A message that went to another API destination than the target's own leaves the target's own to be told; one that
    /// went to its own need not go to another, too.
    public func contains(_ target: RuleTarget) -> Bool {
        guard case .these(let targets) = self else { return true }
        return targets.contains(target)
            || (target.redirectedTo != nil && targets.contains(RuleTarget(target.rule, target.target)))
    }

    /// Adds targets.
    public mutating func insert(_ targets: some Sequence<RuleTarget>) { formUnion(.these(Set(targets))) }

    /// Adds all that another set has.
    public mutating func formUnion(_ other: Self) {
        if case .these(let own) = self, case .these(let others) = other {
            self = .these(own.union(others))
        } else {
            self = .all
        }
    }
}

import TextFormats

/// Where an event is announced: one target of one rule. An event is announced there once, whichever of its copies comes
/// in, see ``Deduplication``.
public struct RuleTarget: Hashable, Sendable {
    /// The rule's name in the rules file.
    public var rule: String
    /// The target's id within the rule; nil for the rule itself, which counts what it matches whatever its targets are.
    public var target: String?
    /// The API destination that the target's message goes to instead of the target's own; nil for its own.
    public var redirectedTo: String?

    /// Memberwise.
    public init(_ rule: String, _ target: String? = nil, redirectedTo apiDestination: String? = nil) {
        self.rule = rule
        self.target = target
        redirectedTo = apiDestination
    }

    /// Compares byte by byte: texts that are the same to Unicode alone are two.
    public static func == (left: Self, right: Self) -> Bool {
        left.rule.hasBytes(of: right.rule) && Self.areSame(left.target, right.target)
            && Self.areSame(left.redirectedTo, right.redirectedTo)
    }

    private static func areSame(_ left: String?, _ right: String?) -> Bool {
        switch (left, right) {
        case (nil, nil): true
        case (let left?, let right?): left.hasBytes(of: right)
        default: false
        }
    }
}

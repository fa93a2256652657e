package import ConfigDocument
public import EventPatterns
import TextFormats

/// An event pattern, and what to send when an event matches it.
public struct Rule: Sendable {
    /// The rule's key in the file; 1 to 64 letters, digits, `.`, `-` and `_`.
    public let name: String
    /// What the author says it is for; at most 512 characters.
    public let description: String?
    /// Whether the rule is on.
    public let state: RuleState
    /// The compiled pattern.
    public let pattern: EventPattern
    /// The pattern as JSON text, as EventBridge would be given it.
    public var patternText: [UInt8] { mappedPattern.bytes }
    /// Empty for a rule that is only counted.
    public let targets: [Target]

    /// The pattern's JSON text with the place in the file of each of its bytes.
    package let mappedPattern: MappedText
    /// Where the rule's name stands in the file.
    package let nameRange: Range<Int>
    /// Where the state stands in the file; nil when it is not given.
    package let stateRange: Range<Int>?

    /// The target of an id, compared byte by byte.
    public func target(_ id: String) -> Target? { targets.first { $0.id.hasBytes(of: id) } }
}

package import ConfigDocument
public import EventPatterns
import TextFormats

/// An event pattern, and what to send when an event matches it.
public struct Rule: Sendable {
    public let name: String
    public let description: String?
    public let state: RuleState
    public let pattern: EventPattern
    /// The pattern as JSON text, as EventBridge would be given it.
    public var patternText: [UInt8] { mappedPattern.bytes }
    /// Empty for a rule that is only counted.
    public let targets: [Target]

    package let mappedPattern: MappedText
    /// Where the rule's name stands in the file.
    package let nameRange: Range<Int>
    package let stateRange: Range<Int>?

    public func target(_ id: String) -> Target? { targets.first { $0.id.hasBytes(of: id) } }
}

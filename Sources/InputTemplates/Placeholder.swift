/// A `<name>` in a template that a value replaces.
public struct Placeholder: Hashable, Sendable {
    /// Where the value of a placeholder comes from.
    public enum Source: Hashable, Sendable {
        /// A variable of `input_paths`.
        case path(JSONPath)
        /// One of EventBridge's own variables.
        case predefined(PredefinedVariable)
        /// One of relay's own variables, which EventBridge does not have.
        case relay
    }

    /// What stands between the angle brackets.
    public let name: String
    /// Where its value comes from.
    public let source: Source
    /// The bytes of the template that it takes up, angle brackets included.
    public let range: Range<Int>
    /// Whether it stands inside a string, so that its value becomes part of that string.
    public let isQuoted: Bool
}

/// The variables that every input transformer has without declaring them.
///
/// Source: EventBridge User Guide, "Amazon EventBridge input transformation", Predefined variables.
public enum PredefinedVariable: String, Hashable, Sendable, CaseIterable {
    /// The ARN of the rule that matched.
    case ruleARN = "aws.events.rule-arn"
    /// The name of the rule that matched.
    case ruleName = "aws.events.rule-name"
    /// When the event was received, in ISO 8601.
    case ingestionTime = "aws.events.event.ingestion-time"
    /// The event without `detail`, and with `detail-type` spelt `detailType`.
    case event = "aws.events.event"
    /// The whole event as it came.
    case eventJSON = "aws.events.event.json"

    /// Whether the value is an object, which may stand only where a JSON template has a value.
    public var isObject: Bool { self == .event || self == .eventJSON }
}

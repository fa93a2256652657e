public import JSONText

/// The values that a template can use besides the event's.
///
/// All values are given by the caller; nothing here reads a clock or the environment.
public struct TemplateVariables: Sendable {
    /// `<aws.events.rule-name>`
    public var ruleName: String
    /// `<aws.events.rule-arn>`
    public var ruleARN: String
    /// `<aws.events.event.ingestion-time>`, in ISO 8601 and UTC: `2024-06-11T08:33:10Z`.
    public var ingestionTime: String
    /// Returns the value of one of relay's own variables by its whole name, `relay.who`; nil for one that is missing. A
    /// template asks for each of its variables once.
    public var relay: @Sendable (_ name: String) -> TemplateValue?

    /// - Parameters:
    ///   - ruleName: ``ruleName``.
    ///   - ruleARN: ``ruleARN``.
    ///   - ingestionTime: ``ingestionTime``.
    ///   - relay: ``relay``.
    public init(
        ruleName: String, ruleARN: String, ingestionTime: String,
        relay: @escaping @Sendable (_ name: String) -> TemplateValue?
    ) {
        self.ruleName = ruleName
        self.ruleARN = ruleARN
        self.ingestionTime = ingestionTime
        self.relay = relay
    }

    /// The same with the values in a table.
    public init(
        ruleName: String, ruleARN: String, ingestionTime: String, relay: [String: TemplateValue] = [:]
    ) {
        self.init(ruleName: ruleName, ruleARN: ruleARN, ingestionTime: ingestionTime) { relay[$0] }
    }
}

/// The value of one of relay's own variables.
public enum TemplateValue: Sendable {
    /// Text, escaped where it is written.
    case string(String)
    /// A whole number.
    case integer(Int)
    /// A value taken from JSON as it stands.
    case json(JSONValue)
}

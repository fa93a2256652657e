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
    /// relay's own variables by their whole name, `relay.who`. One that is declared but not here counts as missing.
    public var relay: [String: TemplateValue]

    /// Memberwise.
    public init(
        ruleName: String, ruleARN: String, ingestionTime: String, relay: [String: TemplateValue] = [:]
    ) {
        self.ruleName = ruleName
        self.ruleARN = ruleARN
        self.ingestionTime = ingestionTime
        self.relay = relay
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

/// What a template is rendered with besides the event.
///
/// Nothing here reads a clock or the machine: whoever renders says what rule it is and when the event came in.
public struct TemplateVariables: Sendable {
    /// `<aws.events.rule-name>`
    public var ruleName: String
    /// `<aws.events.rule-arn>`
    public var ruleARN: String
    /// `<aws.events.event.ingestion-time>`, in ISO 8601 and UTC: `2024-06-11T08:33:10Z`.
    public var ingestionTime: String
    /// relay's own variables by their whole name, `relay.who`. One that is declared but not here counts as missing.
    public var relay: [String: TemplateValue]

    public init(
        ruleName: String, ruleARN: String, ingestionTime: String, relay: [String: TemplateValue] = [:]
    ) {
        self.ruleName = ruleName
        self.ruleARN = ruleARN
        self.ingestionTime = ingestionTime
        self.relay = relay
    }
}

/// What a template is rendered with besides the event.
///
/// Nothing here reads a clock or the machine: whoever renders says what rule it is and when the event came in.
public struct TemplateVariables: Sendable {
    /// Who reads the body, and so which characters of a value would do more than show themselves.
    public enum Escaping: Hashable, Sendable {
        /// Values are escaped for JSON only: whatever a value holds, it stays inside its string.
        case json
        /// Besides, values cannot mention anybody, make a link or format what is around them in Slack.
        ///
        /// See ``SlackPosition`` for what is done where.
        case slack
    }

    /// `<aws.events.rule-name>`
    public var ruleName: String
    /// `<aws.events.rule-arn>`
    public var ruleARN: String
    /// `<aws.events.event.ingestion-time>`, in ISO 8601 and UTC: `2024-06-11T08:33:10Z`.
    public var ingestionTime: String
    /// relay's own variables by their whole name, `relay.who`. One that is declared but not here counts as missing.
    public var relay: [String: TemplateValue]
    public var escaping: Escaping

    public init(
        ruleName: String, ruleARN: String, ingestionTime: String, relay: [String: TemplateValue] = [:],
        escaping: Escaping
    ) {
        self.ruleName = ruleName
        self.ruleARN = ruleARN
        self.ingestionTime = ingestionTime
        self.relay = relay
        self.escaping = escaping
    }
}

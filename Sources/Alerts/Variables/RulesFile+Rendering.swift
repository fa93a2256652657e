public import InputTemplates
public import JSONText
public import Rules
import SlackMessages

extension RulesFile {
    /// The body that a target sends for an event.
    ///
    /// - Parameters:
    ///   - usage: A sentence on earlier uses of the role, for `<relay.usage>`; nil where nobody counts them.
    ///   - ingestionTime: When the event came in, ISO 8601 in UTC; its own time when nil.
    /// - Throws: ``RenderError`` where EventBridge would deliver nothing.
    public func body(
        of target: Target, of rule: Rule, for event: JSONDocument, usage: String? = nil, ingestionTime: String? = nil
    ) throws(RenderError) -> [UInt8] {
        try target.input.render(
            event, variables: variables(of: target, of: rule, for: event, usage: usage, ingestionTime: ingestionTime))
    }

    /// What a target's template is rendered with.
    public func variables(
        of target: Target, of rule: Rule, for event: JSONDocument, usage: String? = nil, ingestionTime: String? = nil
    ) -> TemplateVariables {
        let region = event.root["region"]?.string ?? ""
        let account = event.root["account"]?.string ?? ""
        return TemplateVariables(
            ruleName: rule.name, ruleARN: "arn:aws:events:\(region):\(account):rule/\(rule.name)",
            ingestionTime: ingestionTime ?? event.root["time"]?.string ?? "",
            relay: usesRelayVariables(target)
                ? RelayVariables(event: event.root, accounts: accounts, usage: usage).values : [:])
    }

    private func usesRelayVariables(_ target: Target) -> Bool {
        if case .transformer(let transformer) = target.input { transformer.worksOnlyInRelay } else { false }
    }
}

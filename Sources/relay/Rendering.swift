internal import Alerts
internal import EventPatterns
internal import InputTemplates
internal import JSONText
internal import Rules
internal import SlackMessages

/// What `relay render` renders for each event.
struct Rendering {
    enum Source {
        case target(Target, Rule, RulesFile)
        case template(InputTransformer)
    }

    /// What came of an event.
    enum Outcome {
        case body([UInt8])
        /// The rule does not match the event, so nothing would be sent.
        case noMatch
        case refused(RenderError)
    }

    let source: Source

    init(_ source: Source) {
        self.source = source
    }

    /// Where a body goes, if that is Slack.
    ///
    /// - Parameter isForSlack: whether to take a template by itself for a message to Slack.
    func slackEndpoint(for body: JSONDocument, isForSlack: Bool) -> SlackEndpoint? {
        guard case .target(let target, _, let file) = source else {
            guard isForSlack else { return nil }
            return body.root["channel"] == nil ? .webhook : .postMessage
        }
        let endpoint = file.apiDestination(target.apiDestination)?.endpoint.slackEndpoint
        return endpoint.flatMap { $0.takesMessages ? $0 : nil }
    }

    /// What is rendered, as members of a JSON object.
    var members: [String] {
        guard case .target(let target, let rule, _) = source else { return [] }
        return ["\"rule\": \(JSONString.quoted(rule.name))", "\"target\": \(JSONString.quoted(target.id))"]
    }

    /// The error with its place in the template, where the template is at hand.
    func text(for error: RenderError) -> String {
        guard case .template(let transformer) = source, let range = error.range else { return "\(error)".printable }
        return SourceError("\(error)", in: transformer.template, at: range).description
    }

    /// - Parameter flat: the same event as patterns see it.
    func outcome(for event: JSONDocument, _ flat: FlatEvent) -> Outcome {
        do throws(RenderError) {
            switch source {
            case .target(let target, let rule, let file):
                guard rule.pattern.matches(flat) else { return .noMatch }
                return .body(try file.body(of: target, of: rule, for: event))
            case .template(let transformer):
                return .body(try transformer.render(event, variables: variables(for: event)))
            }
        } catch {
            return .refused(error)
        }
    }

    /// Stand-ins for what only a rule has; the rest is the event's.
    private func variables(for event: JSONDocument) -> TemplateVariables {
        let (region, account) = (event.root["region"]?.string ?? "", event.root["account"]?.string ?? "")
        return TemplateVariables(
            ruleName: Self.standInRule, ruleARN: "arn:aws:events:\(region):\(account):rule/\(Self.standInRule)",
            ingestionTime: event.root["time"]?.string ?? "",
            relay: RelayVariables(event: event.root, accounts: []).values)
    }

    /// The rule's name where there is no rule.
    static let standInRule = "rule"
}

import CloudTrail
public import EventPatterns
import JSONText
public import Outbox
public import Rules
import SlackMessages
import TextFormats

/// A rules file compiled for matching; replaced as a whole when the file changes.
public struct CompiledRules: Sendable {
    /// The rules file.
    public let file: RulesFile
    /// The rules that are on, in the order of the file, as ``patterns`` numbers them.
    public let rules: [Rule]
    /// The patterns of ``rules``, compiled together.
    public let patterns: PatternSet

    /// - Parameter name: of the one rule to go by; nil for all of them.
    public init(_ file: RulesFile, only name: String? = nil) {
        self.file = file
        rules = file.rules.filter { rule in rule.state.isEnabled && name.map { rule.name.hasBytes(of: $0) } ?? true }
        patterns = PatternSet(rules.map(\.pattern))
    }
}

extension CompiledRules {
    /// The delivery to the second destination, in place of the first or beside it; nil without a second destination.
    ///
    /// Where the delivery's rule has a target of its own for the second destination, that target's message is rendered
    /// from the event; else the same body is sent there. The copy has a second destination of its own, if the first
    /// copy's has one; the rules file has been checked for circles.
    public func failover(for delivery: Delivery) -> NewDelivery? {
        guard let name = file.apiDestination(delivery.content.apiDestination)?.failover,
            let second = file.apiDestination(name)
        else { return nil }
        var copy = ownMessage(of: delivery, for: second) ?? sameMessage(of: delivery, for: second)
        copy.kind = .failover(of: delivery.id)
        copy.orderKey = delivery.content.orderKey
        return copy
    }

    private func ownMessage(of delivery: Delivery, for second: APIDestination) -> NewDelivery? {
        // A storm is told by its summary, not by the message of a target.
        guard delivery.storm == nil, let rule = file.rule(delivery.content.rule),
            let target = target(of: rule, for: second), let event = try? JSONDocument(parsing: delivery.event)
        else { return nil }
        let planner = AlertPlanner(
            file: file, rules: [rule], event: event, use: RoleUse(event: event.root), receivedAt: delivery.receivedAt,
            origin: delivery.origin)
        let message = planner.delivery(of: target, of: rule, usage: nil)
        return message.failure == nil ? message : nil
    }

    /// A target that only serves failover is preferred to one that alerts anyway.
    private func target(of rule: Rule, for second: APIDestination) -> Target? {
        let targets = rule.targets.filter { $0.apiDestination.hasBytes(of: second.name) }
        return targets.first(where: \.isFailoverOnly) ?? targets.first
    }

    private func sameMessage(of delivery: Delivery, for second: APIDestination) -> NewDelivery {
        var copy = delivery.content
        if let storm = delivery.storm { copy.request.body = storm.summary.body(from: copy.request.body) }
        copy.apiDestination = second.name
        // Parameters of the first target belong to its own address.
        copy.request.pathParameters = []
        copy.request.query = []
        copy.request.headers.removeAll { !$0.name.hasBytes(of: OriginLabel.header) }
        copy.channel =
            second.messagesPerSecondPerChannel == nil
            ? nil : (try? JSONDocument(parsing: copy.request.body))?.root["channel"]?.string
        return copy
    }
}

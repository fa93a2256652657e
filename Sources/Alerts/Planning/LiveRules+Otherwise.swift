import CloudTrail
import JSONText
public import Outbox
import Rules
import SlackMessages
import TextFormats

extension LiveRules {
    /// What goes to the second destination in place of a delivery, or beside it; nil where there is none.
    ///
    /// Where the delivery's rule has a target of its own for the second destination, that target's message is rendered
    /// from the event; else the same body is sent there. The copy has a second destination of its own, if the first
    /// copy's has one; the rules file has been checked for circles.
    public func otherwise(for delivery: Delivery) -> NewDelivery? {
        guard let name = file.apiDestination(delivery.content.apiDestination)?.otherwise,
            let second = file.apiDestination(name)
        else { return nil }
        var copy = ownMessage(of: delivery, for: second) ?? sameMessage(of: delivery, for: second)
        copy.kind = .otherwise(of: delivery.id)
        copy.orderKey = delivery.content.orderKey
        return copy
    }

    private func ownMessage(of delivery: Delivery, for second: APIDestination) -> NewDelivery? {
        // A storm has no message of a target's: what is told is how many uses there were.
        guard delivery.storm == nil, let rule = file.rule(delivery.content.rule),
            let target = target(of: rule, for: second), let event = try? JSONDocument(parsing: delivery.event)
        else { return nil }
        let planner = AlertPlanner(
            file: file, rules: [rule], event: event, use: RoleUse(event: event.root), receivedAt: delivery.receivedAt,
            origin: delivery.origin)
        let message = planner.delivery(of: target, of: rule, usage: nil)
        return message.failure == nil ? message : nil
    }

    /// One that is there for nothing else is meant before one that alerts anyway.
    private func target(of rule: Rule, for second: APIDestination) -> Target? {
        let targets = rule.targets.filter { $0.apiDestination.hasBytes(of: second.name) }
        return targets.first(where: \.isOnlyOtherwise) ?? targets.first
    }

    private func sameMessage(of delivery: Delivery, for second: APIDestination) -> NewDelivery {
        var copy = delivery.content
        if let storm = delivery.storm { copy.request.body = storm.summary.body(from: copy.request.body) }
        copy.apiDestination = second.name
        // What the first target gave to its address is no use at another one's.
        copy.request.pathParameters = []
        copy.request.query = []
        copy.request.headers.removeAll { !$0.name.hasBytes(of: OriginLabel.header) }
        copy.channel =
            second.messagesPerSecondPerChannel == nil
            ? nil : (try? JSONDocument(parsing: copy.request.body))?.root["channel"]?.string
        return copy
    }
}

import CloudTrail
import InputTemplates
import JSONText
import Outbox
import Rules
import SlackMessages
import TextFormats

/// Works out what is to be sent for one matched event.
struct AlertPlanner: Sendable {
    let file: RulesFile
    /// Those that matched.
    let rules: [Rule]
    let event: JSONDocument
    let use: RoleUse?
    let receivedAt: Timestamp
    let origin: EventOrigin
    /// The one API destination that everything goes to instead of the rules' own; nil for those.
    var destination: String?

    func plan(_ context: LedgerContext) -> DeliveryPlan {
        guard let destination else { return planForOwnDestinations(context) }
        return DeliveryPlan(deliveries: rules.flatMap { deliveries(of: $0, to: destination, context) })
    }

    /// What a rule sends to a destination that is not its own: its target there, if it has one, since that knows the
    /// form and the channel; otherwise what its other targets would send.
    private func deliveries(of rule: Rule, to destination: String, _ context: LedgerContext) -> [NewDelivery] {
        let there = rule.targets.filter { $0.apiDestination.hasBytes(of: destination) }
        let targets = there.isEmpty ? rule.targets.filter { !$0.isOnlyOtherwise } : there
        return targets.map { target in
            var delivery = delivery(of: target, of: rule, usage: context.usage?.sentence)
            delivery.apiDestination = destination
            return delivery
        }
    }

    private func planForOwnDestinations(_ context: LedgerContext) -> DeliveryPlan {
        var plan = DeliveryPlan()
        for rule in rules {
            for target in rule.targets where !target.isOnlyOtherwise {
                if let fold = fold(rule, target, context) {
                    plan.folds.append(fold)
                } else {
                    plan.deliveries.append(delivery(of: target, of: rule, usage: context.usage?.sentence))
                }
            }
        }
        return plan
    }

    /// The delivery of one target; with a dead letter in it when the target cannot be rendered.
    func delivery(of target: Target, of rule: Rule, usage: String?) -> NewDelivery {
        var delivery = NewDelivery(
            rule: rule.name, target: target.id, apiDestination: target.apiDestination, orderKey: orderKey,
            request: TargetRequest(target.httpParameters, event: event.root).request,
            retryPolicy: target.retryPolicy)
        do throws(RenderError) {
            let body = try file.body(
                of: target, of: rule, for: event, usage: usage, ingestionTime: receivedAt.secondsText)
            let label = OriginLabel(origin)
            let message = LabelledMessage(body, label: label?.text)
            delivery.request.body = message.body
            if let label { delivery.request.headers.append(label.field) }
            delivery.channel = hasChannels(target) ? message.channel : nil
        } catch {
            delivery.failure = DeadLetter(
                fault: .relay, errorCode: .invalidJSON, errorMessage: "the body cannot be rendered: \(error)")
        }
        return delivery
    }

    /// Whether what the target sends has channels, each with a lane and a rate limit of its own.
    private func hasChannels(_ target: Target) -> Bool {
        file.apiDestination(target.apiDestination)?.messagesPerSecondPerChannel != nil
    }

    /// One role use's messages keep their order: those of one person, role and account. What is no role use has
    /// nothing to be in order with.
    private var orderKey: String {
        guard let use else { return event.root["id"]?.string ?? "" }
        return "\(Self.role(of: use))/\(use.who)"
    }

    /// As ``Storm/Key/role``.
    static func role(of use: RoleUse) -> String { "\(use.account ?? RoleUse.unknown)/\(use.roleName)" }
}

// MARK: - Storms

extension AlertPlanner {
    /// The use as part of a storm; nil where it has a message of its own.
    private func fold(_ rule: Rule, _ target: Target, _ context: LedgerContext) -> StormFold? {
        guard let storm = file.stormControl, let use, origin == .live, context.recentUses >= storm.roleUses else {
            return nil
        }
        var summary = delivery(of: target, of: rule, usage: context.usage?.sentence)
        summary.kind = .summary
        // A summary is nobody's use: it waits for none, and none for it.
        summary.orderKey = "storm/\(rule.name)/\(target.id)/\(Self.role(of: use))"
        summary.failure = nil
        return StormFold(
            key: Storm.Key(rule: rule.name, target: target.id, role: Self.role(of: use)), who: use.who, at: receivedAt,
            isDenied: use.outcome == .denied, window: storm.window, summary: summary)
    }
}

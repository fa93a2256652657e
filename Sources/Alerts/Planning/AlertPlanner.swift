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

    /// As ``Submission/targets``.
    var targets: [RuleTarget] {
        rules.flatMap { rule in [RuleTarget(rule.name)] + targets(of: rule).map { name(of: $0, of: rule) } }
    }

    /// Plans a delivery, or a fold, for each target where the event is to be announced.
    func plan(_ context: UsageSnapshot) -> DeliveryPlan {
        var plan = DeliveryPlan()
        for rule in rules {
            for target in targets(of: rule) where context.announces(at: name(of: target, of: rule)) {
                if let fold = fold(rule, target, context) {
                    plan.folds.append(fold)
                } else {
                    var delivery = delivery(of: target, of: rule, usage: context.usage?.sentence)
                    if let destination { delivery.apiDestination = destination }
                    plan.deliveries.append(delivery)
                }
            }
        }
        return plan
    }

    /// The targets of a rule whose messages are sent: all but those that only serve failover. To a destination that is not
    /// the rule's own it sends the message of its target there, if it has one, since that has the destination's form and
    /// channel; otherwise the messages of its other targets.
    private func targets(of rule: Rule) -> [Target] {
        let there = rule.targets.filter { target in
            destination.map { target.apiDestination.hasBytes(of: $0) } ?? false
        }
        return there.isEmpty ? rule.targets.filter { !$0.isFailoverOnly } : there
    }

    private func name(of target: Target, of rule: Rule) -> RuleTarget {
        let isItsOwn = destination.map { target.apiDestination.hasBytes(of: $0) } ?? true
        return RuleTarget(rule.name, target.id, redirectedTo: isItsOwn ? nil : destination)
    }

    /// The delivery of one target; with a dead letter in it when the target cannot be rendered.
    func delivery(of target: Target, of rule: Rule, usage: String?) -> NewDelivery {
        var delivery = NewDelivery(
            rule: rule.name, target: target.id, apiDestination: target.apiDestination, orderKey: orderKey,
            givesWay: givesWay, request: TargetRequest(target.httpParameters, event: event.root).request,
            retryPolicy: target.retryPolicy)
        do throws(RenderError) {
            let body = try file.body(
                of: target, of: rule, for: event, use: use, usage: usage, ingestionTime: receivedAt.secondsText)
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

    /// Messages on uses of one role and account by one person keep their order, refused ones among themselves. Any other
    /// event has an order key of its own.
    private var orderKey: String {
        guard let use else { return event.root["id"]?.string ?? "" }
        return "\(Self.role(of: use))/\(use.who)\(use.outcome == .denied ? "/denied" : "")"
    }

    /// Anybody can have so many uses refused, of so many roles, that their messages keep Slack busy for hours; an archive
    /// may have as many late ones. A use that is allowed meanwhile is told at once.
    private var givesWay: Bool { use?.outcome == .denied || origin == .archive }

    /// As ``Storm/Key/role``.
    static func role(of use: RoleUse) -> String { "\(use.account ?? RoleUse.unknown)/\(use.roleName)" }
}

// MARK: - Storms

extension AlertPlanner {
    /// The use as part of a storm; nil where it has a message of its own.
    private func fold(_ rule: Rule, _ target: Target, _ context: UsageSnapshot) -> StormFold? {
        guard let control = file.stormControl, let use, origin == .live, destination == nil else { return nil }
        let folding = StormFolding(control: control, announcedWithin: file.drill.announcedWithin)
        let recent = context.recent[RuleTarget(rule.name, target.id)] ?? RecentUses()
        guard folding.folds(use.outcome, after: recent) else { return nil }
        let key = Storm.Key(
            rule: rule.name, target: target.id, role: Self.role(of: use), isDenied: use.outcome == .denied)
        var summary = delivery(of: target, of: rule, usage: context.usage?.sentence)
        summary.kind = .summary
        // A summary has its own order key, so it never waits for a use's message or delays one.
        summary.orderKey = "storm/\(key.rule)/\(key.target)/\(key.role)\(key.isDenied ? "/denied" : "")"
        summary.failure = nil
        return StormFold(
            key: key, who: use.who, at: receivedAt, window: control.window, summaryDelay: folding.summaryDelay,
            summary: summary)
    }
}

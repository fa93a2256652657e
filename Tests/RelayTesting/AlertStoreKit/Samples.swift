public import Alerts
public import CloudTrail
import JSONText
public import Outbox
public import Rules
public import TextFormats

/// Submissions and what follows from them, for the test kit of a store: as little of each as tells them apart.
public enum Sample {
    /// Noon, some day in the middle of a quarter.
    public static let noon = Timestamp(milliseconds: 1_772_452_800_000)

    /// A role use of the present, or of `time`.
    ///
    /// - Parameters:
    ///   - name: What tells the use from others: its ids are made of it.
    ///   - copy: Whether it is the copy of a use across accounts that lacks the caller, the one that names it, or no such use at all.
    public static func use(
        _ name: String, who: String = "alice", role: String = "BreakGlassAdmin", account: String = "111122223333",
        at time: Timestamp = noon, isDenied: Bool = false, copy: Copy = .only
    ) throws -> RoleUse {
        let shared = copy == .only ? "" : #","sharedEventID":\#(JSONString.quoted("shared-\(name)"))"#
        let identity =
            switch copy {
            case .withoutCaller: #"{"type":"AWSAccount","principalId":"AIDAEXAMPLE","accountId":"444455556666"}"#
            case .only, .withCaller:
                #"{"type":"IAMUser","userName":\#(JSONString.quoted(who)),"accountId":"444455556666"}"#
            }
        let error = isDenied ? #","errorCode":"AccessDenied""# : ""
        let record = """
            {"eventSource":"sts.amazonaws.com","eventName":"AssumeRole","eventTime":"\(time)",\
            "eventID":\(JSONString.quoted(eventID(name, copy))),"userIdentity":\(identity),\
            "requestParameters":{"roleArn":"arn:aws:iam::\(account):role/\(role)","roleSessionName":"ticket-1"},\
            "recipientAccountId":"\(account)"\(shared)\(error)}
            """
        let use = RoleUse(record: try JSONDocument(parsing: Array(record.utf8)).root)
        return try use ?? { throw NoUse(record: record) }()
    }

    /// Who delivers, where a test has nothing to say about that.
    public static let owner = "kit"

    /// Which copy of a use across accounts an event is; `only` where there is one alone.
    public enum Copy: Hashable, Sendable, CaseIterable { case only, withoutCaller, withCaller }

    /// The record tells of no role use.
    public struct NoUse: Error {
        /// The record's JSON text.
        public let record: String
    }

    private static func eventID(_ name: String, _ copy: Copy) -> String {
        copy == .only ? name : "\(copy)-\(name)"
    }

    /// Storms that begin after so many uses within ten minutes.
    public static func storms(after roleUses: Int = 10) -> StormControl {
        var control = StormControl()
        control.roleUses = roleUses
        return control
    }

    /// The one target of the rule of all samples.
    public static let target = RuleTarget("break-glass", "chat")
    /// The rule, and ``target``.
    public static let targets = [RuleTarget("break-glass"), target]

    /// An event of a role use, for which ``plan`` is sent: by default one delivery to `slack`.
    public static func submission(
        of use: RoleUse, origin: EventOrigin = .live, receivedAt: Timestamp = noon, alerts: Bool = true,
        targets: [RuleTarget] = targets, storms: StormControl? = nil,
        plan: @escaping @Sendable (UsageSnapshot) -> DeliveryPlan = { _ in DeliveryPlan(deliveries: [delivery()]) }
    ) -> Submission {
        Submission(
            eventID: use.eventID, sharedEventID: use.sharedEventID, event: Array(#"{"id":"\#(use.who)"}"#.utf8),
            rules: targets.filter { $0.target == nil }.map(\.rule), targets: targets, use: use, receivedAt: receivedAt,
            origin: origin, alerts: alerts, storms: storms, plan: plan)
    }

    /// One delivery for each target that is to be told, in the order of their names.
    @Sendable public static func deliveryEach(_ snapshot: UsageSnapshot) -> DeliveryPlan {
        let targets = (snapshot.targets ?? []).filter { $0.target != nil }
        return DeliveryPlan(
            deliveries: targets.map { target in
                var delivery = delivery()
                (delivery.rule, delivery.target) = (target.rule, target.target ?? "")
                return delivery
            }.sorted { ($0.rule, $0.target) < ($1.rule, $1.target) })
    }

    /// An event that tells of no use.
    public static func submission(
        eventID: String?, receivedAt: Timestamp = noon, rules: [String] = ["break-glass"],
        targets: [RuleTarget]? = nil,
        plan: @escaping @Sendable (UsageSnapshot) -> DeliveryPlan = { _ in DeliveryPlan(deliveries: [delivery()]) }
    ) -> Submission {
        Submission(
            eventID: eventID, event: Array("{}".utf8), rules: rules, targets: targets, use: nil, receivedAt: receivedAt,
            plan: plan)
    }

    /// A delivery with one body and one order key.
    public static func delivery(
        to apiDestination: String = "slack", orderKey: String = "alice", givesWay: Bool = false, body: String = "{}",
        failure: DeadLetter? = nil
    ) -> NewDelivery {
        NewDelivery(
            rule: "break-glass", target: "chat", apiDestination: apiDestination, channel: "C1", orderKey: orderKey,
            givesWay: givesWay, request: DeliveryRequest(body: Array(body.utf8)), failure: failure)
    }

    /// Everything of a use goes into a storm.
    public static func fold(
        who: String = "alice", at: Timestamp = noon, window: Duration = .seconds(600),
        summaryDelay: Duration = .seconds(30), isDenied: Bool = false, role: String = "111122223333/BreakGlassAdmin"
    ) -> StormFold {
        var summary = delivery(orderKey: "storm")
        summary.kind = .summary
        return StormFold(
            key: Storm.Key(rule: "break-glass", target: "chat", role: role, isDenied: isDenied), who: who, at: at,
            window: window, summaryDelay: summaryDelay, summary: summary)
    }

    /// An attempt that took 40 milliseconds.
    public static func attempt(
        _ outcome: AttemptOutcome.Kind = .delivered, at moment: Timestamp = noon, status: Int? = 200,
        reason: String = ""
    ) -> Attempt {
        Attempt(
            number: 0, startedAt: moment, endedAt: moment + .milliseconds(40), status: status, outcome: outcome,
            reason: reason)
    }

    /// Why a delivery was given up, or waits.
    public static let refusal = DeadLetter(
        fault: .destination, errorCode: .errorFromTarget, errorMessage: "channel_not_found", retryAttempts: 2)

    /// Something that was done by hand an hour after ``noon``.
    public static let note = OperatorNote(who: "carol", why: "the channel is back", at: noon + .seconds(3_600))
}

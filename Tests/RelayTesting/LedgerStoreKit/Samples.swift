public import Alerts
public import CloudTrail
import JSONText
public import Outbox
public import TextFormats

/// Submissions and what follows from them, for the test kit of ``LedgerStore``: as little of each as tells them apart.
public enum Sample {
    /// Noon, some day in the middle of a quarter.
    public static let noon = Timestamp(milliseconds: 1_772_452_800_000)

    /// A role use of the present, or of `time`.
    ///
    /// - Parameters:
    ///   - name: What tells the use from others: its ids are made of it.
    ///   - copy: Whether it is the poorer copy of a use across accounts, the fuller one, or no such use at all.
    public static func use(
        _ name: String, who: String = "alice", role: String = "BreakGlassAdmin", account: String = "111122223333",
        at time: Timestamp = noon, isDenied: Bool = false, copy: Copy = .only
    ) throws -> RoleUse {
        let shared = copy == .only ? "" : #","sharedEventID":\#(JSONString.quoted("shared-\(name)"))"#
        let identity =
            switch copy {
            case .poorer: #"{"type":"AWSAccount","principalId":"AIDAEXAMPLE","accountId":"444455556666"}"#
            case .only, .fuller:
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

    public enum Copy: Hashable, Sendable, CaseIterable { case only, poorer, fuller }

    public struct NoUse: Error {
        public let record: String
    }

    private static func eventID(_ name: String, _ copy: Copy) -> String {
        copy == .only ? name : "\(copy)-\(name)"
    }

    /// An event of a role use, for which ``plan`` is sent: by default one delivery to `slack`.
    public static func submission(
        of use: RoleUse, origin: EventOrigin = .live, receivedAt: Timestamp = noon, alerts: Bool = true,
        stormWindow: Duration? = nil,
        plan: @escaping @Sendable (LedgerContext) -> DeliveryPlan = { _ in DeliveryPlan(deliveries: [delivery()]) }
    ) -> Submission {
        Submission(
            eventID: use.eventID, sharedEventID: use.sharedEventID, event: Array(#"{"id":"\#(use.who)"}"#.utf8),
            rules: ["break-glass"], use: use, receivedAt: receivedAt, origin: origin, alerts: alerts,
            stormWindow: stormWindow, plan: plan)
    }

    /// An event that tells of no use.
    public static func submission(
        eventID: String?, receivedAt: Timestamp = noon, rules: [String] = ["break-glass"],
        plan: @escaping @Sendable (LedgerContext) -> DeliveryPlan = { _ in DeliveryPlan(deliveries: [delivery()]) }
    ) -> Submission {
        Submission(
            eventID: eventID, event: Array("{}".utf8), rules: rules, use: nil, receivedAt: receivedAt, plan: plan)
    }

    public static func delivery(
        to apiDestination: String = "slack", orderKey: String = "alice", body: String = "{}",
        failure: DeadLetter? = nil
    ) -> NewDelivery {
        NewDelivery(
            rule: "break-glass", target: "chat", apiDestination: apiDestination, channel: "C1", orderKey: orderKey,
            request: DeliveryRequest(body: Array(body.utf8)), failure: failure)
    }

    /// Everything of a use goes into a storm.
    public static func fold(
        who: String = "alice", at: Timestamp = noon, window: Duration = .seconds(600), isDenied: Bool = false,
        role: String = "111122223333/BreakGlassAdmin"
    ) -> StormFold {
        var summary = delivery(orderKey: "storm")
        summary.kind = .summary
        return StormFold(
            key: Storm.Key(rule: "break-glass", target: "chat", role: role), who: who, at: at, isDenied: isDenied,
            window: window, summary: summary)
    }

    public static func attempt(
        _ outcome: Attempt.Outcome = .delivered, at moment: Timestamp = noon, status: Int? = 200, reason: String = ""
    ) -> Attempt {
        Attempt(
            number: 0, startedAt: moment, endedAt: moment + .milliseconds(40), status: status, outcome: outcome,
            reason: reason)
    }

    public static let refusal = DeadLetter(
        fault: .destination, errorCode: .errorFromTarget, errorMessage: "channel_not_found", retryAttempts: 2)

    public static let note = OperatorNote(who: "carol", why: "the channel is back", at: noon + .seconds(3_600))
}

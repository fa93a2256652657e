package import Alerts
import Diagnostics
import Rules

/// Rules with one rule: uses of a role.
package enum TestRules {
    struct Unusable: Error {}

    package static func live(role: String = "BreakGlassAdmin") throws -> LiveRules {
        let text = """
            version: 1
            connections:
              slack:
                authorization_type: API_KEY
                auth_parameters: { api_key: { key: Authorization, value: "Bearer ${env:SLACK}" } }
            api_destinations:
              slack: { connection: slack, invocation_endpoint: "https://slack.example/api", http_method: POST }
            rules:
              break-glass:
                event_pattern:
                  detail: { requestParameters: { roleArn: [{ suffix: "/\(role)" }] } }
                targets: { chat: { api_destination: slack } }
            """
        guard let file = RulesFile.load(SourceText(name: "relay.yaml", text: text)).file else { throw Unusable() }
        return LiveRules(file)
    }
}

/// Events for the rule of ``TestRules``.
package enum TestEvent {
    /// A CloudTrail record of the use of a role.
    package static func record(_ id: String, role: String = "BreakGlassAdmin") -> String {
        """
        {"eventVersion":"1.11","userIdentity":{"type":"IAMUser","userName":"alice","accountId":"111122223333"},\
        "eventTime":"2026-03-02T09:14:07Z","eventSource":"sts.amazonaws.com","eventName":"AssumeRole",\
        "awsRegion":"eu-west-1","requestParameters":{"roleArn":"arn:aws:iam::111122223333:role/\(role)",\
        "roleSessionName":"ticket-1"},"eventID":"\(id)","recipientAccountId":"111122223333"}
        """
    }

    /// The same in EventBridge's envelope.
    package static func event(_ id: String, role: String = "BreakGlassAdmin") -> String {
        """
        {"version":"0","id":"envelope-\(id)","detail-type":"AWS API Call via CloudTrail","source":"aws.sts",\
        "account":"111122223333","time":"2026-03-02T09:14:07Z","region":"eu-west-1","resources":[],\
        "detail":\(record(id, role: role))}
        """
    }

    /// One that no rule is about.
    package static func other(_ id: String) -> String { event(id, role: "ReadOnly") }
}

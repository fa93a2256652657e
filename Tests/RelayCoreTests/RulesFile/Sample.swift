import Diagnostics

@testable import RelayCore

/// Rules files for tests: a good one, and changes to it.
enum Sample {
    static let file = """
        version: 1
        accounts:
          "111122223333": { name: payments-prod, environment: production, note: Card data. }
        connections:
          slack:
            authorization_type: API_KEY
            auth_parameters:
              api_key: { key: Authorization, value: "Bearer ${env:SLACK_BOT_TOKEN}" }
        api_destinations:
          alerts:
            connection: slack
            invocation_endpoint: https://slack.com/api/chat.postMessage
            http_method: POST
            invocation_rate_limit_per_second: 1
        rules:
          break-glass-used:
            description: Somebody took up a break-glass role
            state: ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS
            event_pattern:
              source: [aws.sts]
              detail:
                eventName: [AssumeRole]
                requestParameters: { roleArn: [{ suffix: /BreakGlassAdmin }] }
            targets:
              slack:
                api_destination: alerts
                input_transformer:
                  input_paths: { role: $.detail.requestParameters.roleArn }
                  input_template: |
                    {"channel": "C0123ABCD", "text": "ALERT: <role> is in use"}
                retry_policy: { maximum_retry_attempts: 10, maximum_event_age_in_seconds: 3600 }
        tests:
          - name: one use
            event: events/assume-role.json
            matches: [break-glass-used]

        """

    static func source(_ text: String) -> SourceText { SourceText(name: "relay.yaml", text: text) }

    /// The good file with one piece of text replaced; the piece must be in it.
    static func file(replacing old: String, with new: String) -> String {
        let bytes = Array(file.utf8)
        let wanted = Array(old.utf8)
        guard let start = (0...bytes.count - wanted.count).first(where: { bytes[$0...].starts(with: wanted) }) else {
            return "the sample has no \(old)"
        }
        return String(decoding: bytes[..<start] + Array(new.utf8) + bytes[(start + wanted.count)...], as: UTF8.self)
    }

    /// Problems as `code@line:column`.
    static func problems(_ text: String) -> [String] {
        RulesFile.load(source(text)).problems.map(DocumentTests.summary)
    }
}

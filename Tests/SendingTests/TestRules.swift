import Alerts
import Diagnostics
import Rules

/// Rules files for tests.
enum TestRules {
    struct Refused: Error { let problems: [String] }

    static func load(_ text: String) throws -> LiveRules {
        let (file, problems) = RulesFile.load(SourceText(name: "relay.yaml", text: text))
        guard let file else { throw Refused(problems: problems.map { "\($0)" }) }
        return LiveRules(file)
    }

    /// Slack at an address, with a second destination where one is named.
    ///
    /// - Parameters:
    ///   - slack: what stands below the destination's address, such as `otherwise: pager`.
    ///   - targets: further targets of the rule.
    static func text(
        slack address: String, extras slack: [String] = [], pager: String = "http://127.0.0.1:9/pager",
        targets: [String] = [], pagerExtras: [String] = []
    ) -> String {
        """
        version: 1
        connections:
          slack:
            authorization_type: API_KEY
            auth_parameters:
              api_key: { key: Authorization, value: "Bearer ${env:SLACK_BOT_TOKEN}" }
          pager:
            authorization_type: BASIC
            auth_parameters:
              basic: { username: relay, password: "${env:PAGER_PASSWORD}" }
        api_destinations:
          slack:
            connection: slack
            invocation_endpoint: \(address)
            http_method: POST
        \(slack.map { "    \($0)\n" }.joined())\
          pager:
            connection: pager
            invocation_endpoint: \(pager)
            http_method: POST
        \(pagerExtras.map { "    \($0)\n" }.joined())\
        rules:
          break-glass:
            event_pattern: { source: [aws.sts] }
            targets:
              slack:
                api_destination: slack
                input_transformer:
                  input_template: '{"channel":"C0123ABCD","text":"ALERT"}'
        \(targets.map { "      \($0)\n" }.joined())
        """
    }

    static func slack(_ address: String, extras: [String] = [], pager: String = "http://127.0.0.1:9/pager") throws
        -> LiveRules
    { try load(text(slack: address, extras: extras, pager: pager)) }
}

/// Secrets that are what a test says.
struct FixedSecrets: SecretSource {
    var values = ["SLACK_BOT_TOKEN": "xoxb-test-token-0123456789", "PAGER_PASSWORD": "pager-password"]

    func secret(_ reference: SecretReference) throws(SecretError) -> String {
        guard case .environment(let name) = reference, let value = values[name] else {
            throw SecretError(.missing, of: reference)
        }
        return value
    }
}

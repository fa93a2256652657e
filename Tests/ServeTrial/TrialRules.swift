/// The rules file of a trial: one rule, one message, to a server on this machine that stands in for Slack.
package struct TrialRules {
    /// Where relay listens.
    package let port: Int
    /// Where the stand-in for Slack does.
    package let slackPort: Int

    package init(port: Int, slackPort: Int) {
        self.port = port
        self.slackPort = slackPort
    }

    package var yaml: String {
        """
        version: 1
        server:
          listen: 127.0.0.1:\(port)
        store:
          path: relay.db
        # A trial is one long storm, and is about single messages.
        storm_control: { role_uses: 10000, within_seconds: 10 }
        connections:
          slack:
            authorization_type: API_KEY
            auth_parameters:
              api_key: { key: Authorization, value: "Bearer ${env:TRIAL_SLACK_TOKEN}" }
        api_destinations:
          slack:
            connection: slack
            invocation_endpoint: http://127.0.0.1:\(slackPort)/api/chat.postMessage
            http_method: POST
            invocation_rate_limit_per_second: 300
            messages_per_second_per_channel: 300
        rules:
          break-glass-used:
            event_pattern:
              source: [aws.sts]
              detail: { eventName: [AssumeRole], requestParameters: { roleArn: [{ suffix: /BreakGlassAdmin }] } }
            targets:
              slack:
                api_destination: slack
                input_transformer:
                  input_paths: { id: $.detail.eventID }
                  input_template: |
                    {"channel": "C0TRIAL", "text": "ALERT: <relay.who> has activated <relay.role>. <id>"}

        """
    }
}

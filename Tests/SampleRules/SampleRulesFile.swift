import ConfigDocument
public import Diagnostics
import Rules

/// Rules files for tests: a good one, and changes to it.
public enum SampleRulesFile {
    public static let file = """
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

    public static func source(_ text: String) -> SourceText { SourceText(name: "relay.yaml", text: text) }

    /// The good file with one piece of text replaced; the piece must be in it.
    public static func file(replacing old: String, with new: String) -> String {
        let bytes = Array(file.utf8)
        let wanted = Array(old.utf8)
        guard let start = (0...bytes.count - wanted.count).first(where: { bytes[$0...].starts(with: wanted) }) else {
            return "the sample has no \(old)"
        }
        return String(decoding: bytes[..<start] + Array(new.utf8) + bytes[(start + wanted.count)...], as: UTF8.self)
    }

    /// Problems as `code@line:column`.
    public static func problems(_ text: String) -> [String] {
        RulesFile.load(source(text)).problems.map {
            "\($0.code.rawValue)@\($0.location.line):\($0.location.column)"
        }
    }

    /// A text, YAML or JSON, as compact JSON; nil for one that cannot be read.
    public static func json(of text: String) -> String? {
        var problems: [Problem] = []
        guard let document = Document.read(source(text), problems: &problems) else { return nil }
        return document.json(of: document.root, problems: &problems).text
    }

    /// Uses every key that a rules file can have.
    public static let everything = """
        $schema: ./relay.schema.json
        version: 1
        accounts: { "111122223333": { name: payments, environment: production, note: of } }
        connections:
          key: { description: d, authorization_type: API_KEY, auth_parameters: { api_key: { key: K, value: "${env:K}" },
            invocation_http_parameters: { body: { key: a, value: b }, header: [{ key: H, value: "${env:H}", is_value_secret: true }],
              query_string: [{ key: q, value: v, is_value_secret: false }] } } }
          basic: { authorization_type: BASIC, auth_parameters: { basic: { username: u, password: "${file:p}" } } }
          oauth: { authorization_type: OAUTH_CLIENT_CREDENTIALS, auth_parameters: { oauth: { authorization_endpoint: "https://a.example/t",
            http_method: POST, client_parameters: { client_id: i, client_secret: "${env:S}" }, oauth_http_parameters: { body: { key: k, value: v } } } } }
        api_destinations:
          a: { description: d, connection: key, invocation_endpoint: "https://a.example/*", http_method: POST,
            invocation_rate_limit_per_second: 5, otherwise: b, otherwise_after_seconds: 60, messages_per_second_per_channel: 1,
            escape_mrkdwn: false }
          b: { connection: basic, invocation_endpoint: "http://localhost:80/", http_method: GET }
          c: { connection: basic, invocation_endpoint: "${env:U}", http_method: PUT }
        rules:
          r: { description: d, state: DISABLED, event_pattern: { a: [b] }, targets: {
            t: { api_destination: a, input: { a: 1 }, http_target: { path_parameter_values: [p], query_string_parameters: { q: v }, header_parameters: { H: v } },
              retry_policy: { maximum_retry_attempts: 0, maximum_event_age_in_seconds: 60 } },
            p: { api_destination: b, input_path: $.detail, only_as_otherwise: true },
            x: { api_destination: b, input_transformer: { input_paths: { a: $.a }, input_template: '"<a>"' } } } }
          s: { event_pattern: '{"a": ["b"]}', targets: { t: { api_destination: b } } }
        tests:
          - { name: n, event: e.json, matches: [r], bodies: { r: { t: { a: 1 } } } }
          - { name: m, events: [e.json, { a: b }], matches: [] }
        server: { listen: "127.0.0.1:8765", authorization: [{ api_key: { key: K, value: "${env:K}" } },
            { basic: { username: u, password: "${file:p}" } }, { bearer: { token: "${env:T}" } }],
          access_keys: [{ access_key_id: AKIAIOSFODNN7EXAMPLE, secret_access_key: "${env:S}" }],
          tls: { certificate_file: c.pem, private_key_file: k.pem } }
        store: { path: relay.db, retention: { outbox_days: 90, ledger_days: 90, dedupe_days: 90 } }
        storm_control: { state: ENABLED, role_uses: 10, within_seconds: 600 }
        drill: { announced_within_seconds: 60, heartbeat: { rule: s, api_destination: c, every_minutes: 60 } }
        """
}

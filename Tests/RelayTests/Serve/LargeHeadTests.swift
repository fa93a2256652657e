import Foundation
import JSONText
import ServeTrial
import StandInSlack
import Testing

/// What an event, or an answer, puts into the head of a request does not end relay.
struct LargeHeadTests {
    /// The use of ``TrialEvent`` with a user agent of so many bytes.
    private static func event(_ number: Int, agentBytes: Int) -> [UInt8] {
        let text = String(decoding: ServeCommandTests.use(number, who: "person-\(number)").json, as: UTF8.self)
        let agent = JSONString.quoted(String(repeating: "a", count: agentBytes))
        return Array(text.replacing(/"userAgent":"[^"]*"/, with: "\"userAgent\":\(agent)").utf8)
    }

    /// Rules whose one target puts the user agent somewhere.
    private static func relay(endpoint: String, parameter: String) async throws -> LiveRelay {
        try await LiveRelay { port, slackPort in
            TrialRules(port: port, slackPort: slackPort).yaml
                .replacing("/api/chat.postMessage", with: endpoint)
                .replacing(
                    "        api_destination: slack\n",
                    with: "        api_destination: slack\n        http_target: { \(parameter) }\n")
        }
    }

    @Test(arguments: [
        ("/*/api/chat.postMessage", "path_parameter_values: [$.detail.userAgent]"),
        ("/api/chat.postMessage", "query_string_parameters: { agent: $.detail.userAgent }"),
        ("/api/chat.postMessage", "header_parameters: { X-Agent: $.detail.userAgent }"),
    ])
    func becomesADeadLetter(endpoint: String, parameter: String) async throws {
        let relay = try await Self.relay(endpoint: endpoint, parameter: parameter)
        relay.slack.behave(.answer(status: 200, body: #"{"ok":true,"ts":"1.1"}"#))
        let sizes = [33_000, 66_000, 240_000]
        let status = try await relay.serve { _ in
            for (number, size) in sizes.enumerated() {
                let answer = try await relay.post(Self.event(number + 1, agentBytes: size))
                #expect(answer.contains("accepted"), "\(answer)")
            }
            let answer = try await relay.post(Self.event(9, agentBytes: 100))
            #expect(answer.contains("accepted"), "\(answer)")
            try await relay.until("the one that fits") { relay.slack.requests.count == 1 }
            try await relay.until("dead letters") {
                try await relay.get("/metrics").contains(
                    #"relay_outbox_deliveries{api_destination="slack",state="dead"} 3"#)
            }
        }
        #expect(status == 0, "\(relay.log)")
        for id in 1...sizes.count {
            let show = try await RelayRun(
                "outbox", "show", "\(id)", "--config", relay.folder.appending(path: "relay.yaml").path)
            #expect(show.output.contains("of which 32768 may be sent"), "\(show)")
        }
        await relay.end()
    }

    @Test func ofATokensTypeIsRefused() async throws {
        let relay = try await LiveRelay { port, slackPort in
            TrialRules(port: port, slackPort: slackPort).yaml
                .replacing("authorization_type: API_KEY", with: "authorization_type: OAUTH_CLIENT_CREDENTIALS")
                .replacing(
                    #"api_key: { key: Authorization, value: "Bearer ${env:TRIAL_SLACK_TOKEN}" }"#,
                    with: """
                        oauth: { authorization_endpoint: "http://127.0.0.1:\(slackPort)/token", http_method: POST, \
                        client_parameters: { client_id: relay, client_secret: "${env:TRIAL_SLACK_TOKEN}" } }
                        """)
        }
        let type = String(repeating: "x", count: 200_000)
        relay.slack.behave(.answer(status: 200, body: #"{"access_token":"a","token_type":"\#(type)"}"#))
        let status = try await relay.serve { _ in
            #expect(try await relay.send(ServeCommandTests.use(1)).contains("accepted"))
            try await relay.until("the refusal") { relay.log.contains("no OAuth token: an answer with a token_type") }
            #expect(try await relay.get("/healthz").hasPrefix("200"))
        }
        #expect(status == 0, "\(relay.log)")
        await relay.end()
    }
}

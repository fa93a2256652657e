import JSONText
import Outbox
import Sending
import StandInSlack
import Testing

/// What the stand-in refuses as Slack does; that it answers in Slack's forms its partners have shown.
@Suite(.timeLimit(.minutes(10)))
struct StandInSlackTests {
    private struct Case: Sendable {
        let path: String
        let body: String
        var token: String? = "Bearer xoxb-test-0123456789"
        var type = "application/json; charset=utf-8"
        let status: Int
        let answer: String
    }

    private static let post = "/api/chat.postMessage"

    private static let cases = [
        Case(path: post, body: #"{"channel":"C1","text":"x"}"#, token: nil, status: 200, answer: "not_authed"),
        Case(path: post, body: #"{"channel":"C1","text":"x"}"#, token: "Bearer x", status: 200, answer: "invalid_auth"),
        Case(
            path: post, body: #"{"channel":"C1","text":"x"}"#, type: "text/plain", status: 200,
            answer: "invalid_form_data"),
        Case(path: post, body: "no JSON", status: 200, answer: "invalid_json"),
        Case(path: post, body: #"{"text":"x"}"#, status: 200, answer: "channel_not_found"),
        Case(path: post, body: #"{"channel":"C1"}"#, status: 200, answer: "no_text"),
        Case(
            path: post, body: #"{"channel":"C1","text":"x","blocks":{}}"#, status: 200, answer: "invalid_blocks_format"),
        Case(path: post, body: #"{"channel":"C1","text":"x","blocks":[{}]}"#, status: 200, answer: "invalid_blocks"),
        Case(
            path: post, body: #"{"channel":"C1","text":"\#(String(repeating: "x", count: 40_001))"}"#, status: 200,
            answer: "msg_too_long"),
        Case(path: "/api/chat.update", body: #"{"channel":"C1","text":"x"}"#, status: 200, answer: "message_not_found"),
        Case(path: "/services/T/B/X", body: "{}", token: nil, status: 400, answer: "no_text"),
        Case(path: "/services/T/B/X", body: "[]", token: nil, status: 400, answer: "invalid_payload"),
    ]

    @Test func refusesWhatSlackRefuses() async throws {
        try await HTTPClientTransportTests.withSlack { slack, transport in
            for example in Self.cases {
                var request = HTTPClientTransportTests.request(slack, path: example.path, body: example.body)
                request.headers = [.init(name: "Content-Type", value: example.type)]
                if let token = example.token { request.headers.append(.init(name: "Authorization", value: token)) }
                let answer = try await transport.send(request)
                let text = String(decoding: answer.body, as: UTF8.self)
                #expect(answer.status == example.status)
                #expect(text.contains(example.answer), "\(example.body.prefix(60)): \(text)")
            }
            #expect(slack.messages.isEmpty)
            #expect(slack.requests.count == Self.cases.count)
        }
    }

    @Test func aWebhookRefusesWithItsOwnStatuses() async throws {
        for (word, status) in [
            ("channel_is_archived", 410), ("no_service", 404), ("action_prohibited", 403), ("rollup_error", 500),
        ] {
            try await HTTPClientTransportTests.withSlack(.refuse(word)) { slack, transport in
                let request = HTTPClientTransportTests.request(slack, path: "/services/T/B/X", body: #"{"text":"x"}"#)
                let answer = try await transport.send(request)
                #expect(answer.status == status)
                #expect(answer.body == Array(word.utf8))
            }
        }
    }

    /// The whole way: each misbehaviour, as it goes on record.
    @Test(
        arguments: [
            (SlackBehaviour.judge, AttemptOutcome.Kind.delivered, 200), (.refuse("is_archived"), .misconfigured, 200),
            (.throttle(seconds: 30), .throttled, 429), (.status(502), .failed, 502), (.breakOff, .failed, 200),
            (.page, .failed, 200), (.garbage, .unreachable, nil), (.closeEarly, .unreachable, nil),
            (.redirect(to: "https://evil.example/"), .refused, 302), (.flood(bytes: 1_000_000), .failed, 200),
            (.slow(.seconds(60)), .timedOut, nil),
        ] as [(SlackBehaviour, AttemptOutcome.Kind, Int?)])
    func eachMisbehaviourGoesOnRecord(behaviour: SlackBehaviour, outcome: AttemptOutcome.Kind, status: Int?)
        async throws
    {
        let isSlow = if case .slow = behaviour { true } else { false }
        try await HTTPClientTransportTests.withSlack(behaviour, timeout: isSlow ? .milliseconds(300) : .seconds(20)) {
            slack, transport in
            let bench = try DeliveryBench(try TestRules.slack(slack.address + Self.post), over: transport)
            let id = try await bench.accept(#"{"channel":"C0123ABCD","text":"ALERT"}"#)
            await bench.settle()
            let record = try await bench.record(id)
            #expect(record.attempts.map(\.outcome) == [outcome])
            #expect(record.attempts.map(\.status) == [status])
        }
    }
}

import Outbox
import SQLiteStore
import Sending
import StandInSlack
import Testing

/// A marker in every place that holds a secret, looked for in every place that somebody reads.
@Suite(.timeLimit(.minutes(10)))
struct SecretMarkerTests {
    static let marker = "MARKER0123456789"

    /// Everything that is kept or logged of a delivery.
    static func traces(_ bench: DeliveryBench, _ id: DeliveryID) async throws -> String {
        let record = try await bench.record(id)
        var text = "\(record.attempts) \(String(describing: record.delivery.deadLetter))"
        for line in bench.lines.all { text += "\n\(line)" }
        text += "\(await bench.service.health()) \(bench.reports.list)"
        return text
    }

    @Test(arguments: [200, 400, 401, 403, 404, 410, 429, 500])
    func anAnswerThatQuotesTheRequestIsMasked(status: Int) async throws {
        let transport = RecordingTransport { request in
            let quoted =
                "\(request.address) \(request.headers.map(\.value).joined(separator: " ")) "
                + String(decoding: request.body, as: UTF8.self)
            return .success(DestinationResponse(status: status, body: Array(quoted.utf8)))
        }
        let rules = try TestRules.load(
            """
            version: 1
            connections:
              slack:
                authorization_type: BASIC
                auth_parameters:
                  basic: { username: relay, password: "${env:SECRET}" }
                  invocation_http_parameters:
                    header: [{ key: X-Key, value: "a ${env:SECRET} b" }]
                    query_string: [{ key: q, value: "${env:SECRET}" }]
                    body: [{ key: token, value: "${env:SECRET}" }]
            api_destinations:
              slack: { connection: slack, invocation_endpoint: "${env:URL}", http_method: POST }
            rules: {}
            """)
        for url in ["https://hooks.slack.com/services/T/B/\(Self.marker)", "https://x.example/\(Self.marker)"] {
            let secrets = FixedSecrets(values: ["SECRET": "\(Self.marker)/\"ü", "URL": url])
            let bench = try DeliveryBench(rules, over: transport, secrets: secrets)
            let id = try await bench.accept(channel: nil)
            await bench.run(for: .seconds(5))
            let traces = try await Self.traces(bench, id)
            #expect(!traces.contains("MARKER"))
            #expect(!traces.contains("cmVsYXk6TUFSS0VS"), "base64 of relay:MARKER")
            #expect(traces.contains("***"))
        }
    }

    /// Faults of the real transport quote addresses in their own words.
    @Test(arguments: [
        "https://127.0.0.1:1/\(marker)", "https://\(marker).invalid/", "ftp://\(marker)/", "http://\(marker)/",
        "https://user:\(marker)@example.com/", "https://[\(marker)]/", "\(marker)", "https://127.0.0.1:99999/\(marker)",
    ])
    func anAddressThatFailsIsNotTold(url: String) async throws {
        let rules = try TestRules.load(
            TestRules.text(slack: "\"${env:URL}\"").replacing("slack: \"${env:URL}\"", with: "slack"))
        let transport = HTTPClientTransport(timeout: .seconds(2))
        let secrets = FixedSecrets(values: ["SLACK_BOT_TOKEN": "xoxb-\(Self.marker)", "URL": url])
        let bench = try DeliveryBench(rules, over: transport, secrets: secrets)
        let id = try await bench.accept()
        await bench.settle()
        let traces = try await Self.traces(bench, id)
        #expect(!traces.contains("MARKER"))
        #expect(try await bench.record(id).attempts.count == 1)
        await transport.shutDown()
    }
}

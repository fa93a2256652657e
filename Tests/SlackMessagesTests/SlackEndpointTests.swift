import SlackMessages
import Testing
import TextFormats

struct SlackEndpointTests {
    @Test(
        arguments: [
            ("https://slack.com/api/chat.postMessage", SlackEndpoint.postMessage),
            ("https://SLACK.com/api/chat.postMessage?x=1", .postMessage),
            ("https://slack.com/api/chat.postMessage/", .postMessage),
            ("https://slack-gov.com/api/chat.postMessage", .postMessage),
            ("https://slack-gateway.example.com/api/chat.postMessage", .postMessage),
            ("http://127.0.0.1:9000/api/chat.postMessage", .postMessage),
            ("https://slack.com/api/chat.update", .otherMethod), ("https://slack.com/api/views.open", .otherMethod),
            ("https://gateway.example/slack/chat.update", .otherMethod),
            ("https://hooks.slack.com/services/T/B/x", .webhook), ("https://hooks.slack.com/services/", .webhook),
            ("https://hooks.slack-gov.com/services/T/B/x", .webhook), ("http://localhost:1/services/T/B/x", .webhook),
            ("https://hooks.slack.com/triggers/T/1/x", nil), ("https://hooks.slack.com/workflows/T/A", nil),
            ("https://example.net/api/views.open", nil), ("https://example.net/services/T/B/x", nil),
            ("https://slack.com/", nil), ("https://example.net/", nil), ("", nil), ("nonsense", nil),
        ] as [(String, SlackEndpoint?)])
    func isRecognisedByTheAddress(address: String, expected: SlackEndpoint?) {
        #expect(SlackEndpoint(address: address) == expected)
    }

    @Test(arguments: [
        ("https://slack.com/api/chat.postMessage", true), ("https://slack.com/", true),
        ("https://files.slack-gov.com/x", true), ("https://hooks.slack.com/workflows/T/A", true),
        ("https://gateway.example/api/chat.postMessage", true), ("https://notslack.com/", false),
        ("https://slack.com.example.org/", false), ("http://localhost:8080/x", false),
        ("http://127.0.0.1:9000/api/chat.postMessage", false),
    ])
    func needsMrkdwnEscaping(address: String, isSlack: Bool) throws {
        #expect(try SlackEndpoint.isSlack(#require(HTTPAddress(address))) == isSlack)
    }
}

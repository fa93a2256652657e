import SlackMessages
import Testing

@testable import Rules

struct EndpointTests {
    @Test(
        arguments: [
            ("https://slack.com/api/chat.postMessage", true), ("https://SLACK.com", true),
            ("https://hooks.slack.com/services/${env:HOOK}", true), ("https://files.slack-gov.com/x", true),
            ("https://notslack.com/", false), ("https://slack.com.example.org/", false),
            ("http://localhost:8080/x", false), ("http://[::1]/", false), ("${env:WEBHOOK}", nil),
            ("https://${env:HOST}/x", nil),
        ] as [(String, Bool?)])
    func knowsSlack(text: String, isSlack: Bool?) throws {
        #expect(try Endpoint(parsing: text).isSlack == isSlack)
    }

    @Test(
        arguments: [
            ("https://hooks.slack.com/services/${env:HOOK}", .webhook), ("${env:HOOK}", nil),
            ("https://${env:HOST}/api/chat.postMessage", nil),
            ("https://slack.com/api/chat.postMessage", .postMessage),
            ("https://gateway.example/api/chat.postMessage", .postMessage),
        ] as [(String, SlackEndpoint?)])
    func knowsASlackEndpointWithASecretInIt(text: String, expected: SlackEndpoint?) throws {
        #expect(try Endpoint(parsing: text).slackEndpoint == expected)
    }

    @Test func countsPathParameters() throws {
        #expect(try Endpoint(parsing: "https://a.example/*/b/*").wildcardCount == 2)
        #expect(try Endpoint(parsing: "https://a.example/${file:x}/*").wildcardCount == nil)
    }

    @Test(arguments: [
        "", "slack.com", "ftp://a", "http://slack.com", "http://localhostile.com", "https://a b", "https://é",
    ])
    func refuses(text: String) {
        #expect(throws: (any Error).self) { try Endpoint(parsing: text) }
    }
}

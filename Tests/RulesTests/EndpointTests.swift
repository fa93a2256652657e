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

    /// Each leads elsewhere than it seems to, or lets an event choose where an alert goes.
    @Test(
        arguments: [
            ("https://", .noHost), ("https:///x", .noHost), ("https://:443/", .invalidHostByte(UInt8(ascii: ":"))),
            ("https://[]/", .invalidHostByte(UInt8(ascii: "]"))), ("https://[::1", .noHost),
            ("https://a@b.example/", .namesUser), ("http://localhost:x@evil.example/", .namesUser),
            ("http://127.0.0.1:80@evil.example/", .namesUser), ("https://hooks.slack.com:a@evil.example", .namesUser),
            ("http://localhost${env:X}/", .notEncrypted), ("http://localhost.evil.example/", .notEncrypted),
            ("https://*.example/", .wildcardOutsidePath), ("https://example.com:*/", .wildcardOutsidePath),
            ("https://example.com*/", .wildcardOutsidePath), ("https://a/*?q=*", .wildcardOutsidePath),
            ("https://a?*", .wildcardOutsidePath), ("https://a/${env:X}?*", .wildcardOutsidePath),
            ("https://a:0/", .invalidPort), ("https://a:65536/", .invalidPort), ("https://a:080/", .invalidPort),
            ("https://a:+80/", .invalidPort), ("https://a:/", .invalidPort), ("https://a:", .invalidPort),
            ("https://a:${env:PORT}/", .invalidPort), ("https://a:80${env:X}/", .invalidPort),
            ("https://[::1]${env:X}/", .invalidPort), ("https://[::1]x/", .invalidHostByte(UInt8(ascii: "x"))),
            ("https://a;b/", .invalidHostByte(UInt8(ascii: ";"))),
        ] as [(String, EndpointError)])
    func refusesWhatIsNotWhatItSeems(text: String, error: EndpointError) {
        #expect(throws: error) { try Endpoint(parsing: text) }
        #expect(!"\(error)".isEmpty)
    }

    @Test(arguments: [
        "https://a", "https://a?x=1", "https://a/@b", "https://a/x?u=http://b", "https://a:1/", "https://a:65535",
        "https://${env:HOST}", "https://${env:HOST}:8080/*", "https://a.${env:HOST}/x", "https://[2001:db8::1]:443/*",
        "https://a/*/${env:X}/*?k=${env:Y}", "http://localhost?x", "http://[::1]:8080/*", "${env:URL}/*",
        "https://a_b-c~d/",
    ])
    func accepts(text: String) throws { _ = try Endpoint(parsing: text) }

    @Test(arguments: [
        "", "slack.com", "ftp://a", "http://slack.com", "http://localhostile.com", "https://a b", "https://é",
    ])
    func refuses(text: String) {
        #expect(throws: (any Error).self) { try Endpoint(parsing: text) }
    }
}

import RelayCore
import Testing

struct AddressPartsTests {
    @Test(arguments: [
        ("https://slack.com/api/chat.postMessage", true, "slack.com", "/api/chat.postmessage"),
        ("HTTPS://Slack.Com:443/api?x=/y", true, "slack.com", "/api"), ("http://localhost", false, "localhost", ""),
        ("http://127.0.0.1:8080/a/b", false, "127.0.0.1", "/a/b"), ("http://[::1]:80/", false, "::1", "/"),
    ])
    func takesAnAddressApart(address: String, isEncrypted: Bool, host: String, path: String) throws {
        let parts = try #require(AddressParts(address))
        #expect(parts.isEncrypted == isEncrypted)
        #expect(parts.host == host)
        #expect(parts.path == path)
    }

    /// Each is read in two ways by somebody.
    @Test(arguments: [
        "", "slack.com", "ftp://slack.com", "https://", "https:///x", "https://a@b/", "http://localhost@evil.example/",
        "http://127.0.0.1\\@evil.example/", "http://127.0.0.1#@evil.example/", "http://[::1", "http://[::1]x/",
        "https://a:b/", "https://a:99999/", "https://a b/", "https://a/\n", "https://é.example/", "https://a/#x",
    ])
    func refusesWhatIsNoneOrInDoubt(address: String) { #expect(AddressParts(address) == nil) }

    @Test(arguments: ["http://localhost/", "http://127.0.0.1:1/", "http://[::1]/", "https://LOCALHOST/"])
    func thisMachine(address: String) { #expect(AddressParts(address)?.isLoopback == true) }

    @Test(arguments: [
        "http://localhost.evil.example/", "http://127.0.0.1.evil.example/", "http://127.0.0.2/", "http://0.0.0.0/",
        "https://slack.com/",
    ])
    func anotherMachine(address: String) { #expect(AddressParts(address)?.isLoopback == false) }

    @Test(arguments: [
        ("https://slack.com/api/chat.postMessage", AnswerForm.slackMethod),
        ("https://slack-gov.com/api/chat.postMessage?pretty=1", .slackMethod),
        ("https://slack.com/api/chat.update", .slackMethod), ("https://slack.com/api/views.open", .slackMethod),
        ("http://127.0.0.1:9000/api/chat.postMessage", .slackMethod),
        ("https://gateway.example/slack/chat.postMessage", .slackMethod),
        ("https://hooks.slack.com/services/T/B/X", .slackWebhook), ("http://localhost:1/services/T/B/X", .slackWebhook),
        ("https://example.com/services/T/B/X", .status), ("https://example.com/api/", .status),
        ("https://hooks.slack.com/workflows/T/A", .status), ("https://slack.com/", .status), ("nonsense", .status),
    ])
    func theAddressTellsHowTheAnswerIsToBeRead(address: String, form: AnswerForm) {
        #expect(AnswerForm(address: address) == form)
    }
}

import Testing
import TextFormats

struct HTTPAddressTests {
    @Test(arguments: [
        ("https://slack.com/api/chat.postMessage", true, "slack.com", "/api/chat.postmessage"),
        ("HTTPS://Slack.Com:443/api?x=/y", true, "slack.com", "/api"), ("http://localhost", false, "localhost", ""),
        ("http://127.0.0.1:8080/a/b", false, "127.0.0.1", "/a/b"), ("http://[::1]:80/", false, "::1", "/"),
    ])
    func readsSchemeHostAndPath(address: String, isEncrypted: Bool, host: String, path: String) throws {
        let parts = try #require(HTTPAddress(address))
        #expect(parts.isEncrypted == isEncrypted)
        #expect(parts.host == host)
        #expect(parts.path == path)
    }

    /// Different programs read each of these differently, or none reads it.
    @Test(arguments: [
        "", "slack.com", "ftp://slack.com", "https://", "https:///x", "https://a@b/", "http://localhost@evil.example/",
        "http://127.0.0.1\\@evil.example/", "http://127.0.0.1#@evil.example/", "http://[::1", "http://[::1]x/",
        "https://a:b/", "https://a:99999/", "https://a:0/", "https://a:+80/", "https://a:080/", "https://a:/",
        "https://*.example/", "https://a:*/", "https://a;b/", "https://a%2eb/", "https://[a;b]/", "https://a b/",
        "https://a/\n", "https://é.example/", "https://a/#x",
    ])
    func refusesAmbiguousAddresses(address: String) { #expect(HTTPAddress(address) == nil) }

    @Test(arguments: [
        "http://localhost/", "http://127.0.0.1:1/", "http://[::1]/", "https://LOCALHOST/", "http://127.0.0.2/",
    ])
    func knowsThisMachine(address: String) { #expect(HTTPAddress(address)?.isLoopback == true) }

    @Test(arguments: [
        "http://localhost.evil.example/", "http://127.0.0.1.evil.example/", "http://0.0.0.0/",
        "https://slack.com/",
    ])
    func knowsOtherMachines(address: String) { #expect(HTTPAddress(address)?.isLoopback == false) }
}

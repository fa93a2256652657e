import Testing

@testable import Rules

struct ListenAddressTests {
    @Test(arguments: [
        ("127.0.0.1:8765", "127.0.0.1", 8765), ("localhost:0", "localhost", 0), ("[::1]:8765", "::1", 8765),
        ("relay-1.example.com:65535", "relay-1.example.com", 65535), ("[2001:DB8::1]:1", "2001:DB8::1", 1),
    ])
    func isHostAndPort(text: String, host: String, port: Int) throws {
        let address = try #require(ListenAddress(parsing: text))
        #expect(address.host == host)
        #expect(address.port == port)
    }

    @Test(arguments: [
        "", ":", "8765", ":8765", "localhost", "localhost:", "localhost:65536", "localhost:08", "localhost:-1",
        "localhost:1e3", "::1:8765", "[::1]", "[]:1", "[:]:1", "[localhost]:1", "[fe80::1%eth0]:1", "a b:1", "-a:1",
        "https://localhost:1", "localhost:1/", "localhost:99999999999999999999", "é:1",
    ])
    func isNothingElse(text: String) {
        #expect(ListenAddress(parsing: text) == nil)
    }
}

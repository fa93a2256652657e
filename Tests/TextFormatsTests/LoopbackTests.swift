import Testing
import TextFormats

struct LoopbackTests {
    @Test(arguments: [
        "localhost", "LocalHost", "127.0.0.1", "127.255.0.9", "::1", "0:0:0:0:0:0:0:1", "::ffff:7f00:1",
        "::ffff:127.0.0.1", "::FFFF:127.1.2.3",
    ])
    func isThisMachine(host: String) { #expect(Loopback.isLoopback(host: host)) }

    @Test(arguments: [
        "", "0.0.0.0", "::", "10.0.0.1", "128.0.0.1", "localhost.example.com", "example.com", "::2",
        "127.0.0.1.example",
        "::ffff:128.0.0.1", "::ffff:", "::ffff:localhost", "[::1]", "127.0.0", "127.0.0.256", "1127.0.0.1",
        "::ffff:192.0.2.1",
    ])
    func isAnotherMachine(host: String) { #expect(!Loopback.isLoopback(host: host)) }
}

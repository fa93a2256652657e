import HTTPTypes
import IngestTesting
import NIOCore
import Rules
import Testing
import TextFormats

@testable import HTTPServer

/// Who is let in to `POST /events`, over real sockets.
@Suite(.timeLimit(.minutes(10))) struct RequestAuthenticatorTests {
    static let marker = "s3cr3t-MARKER"

    private static func setup(_ authorizations: [ServerSettings.SenderCredential]) -> TestServer.Setup {
        var setup = TestServer.Setup()
        setup.settings.authorizations = authorizations
        setup.secrets.values = ["OLD": "\(marker)-old", "NEW": "\(marker)-new", "PASSWORD": "\(marker):word"]
        return setup
    }

    private static func text(_ text: String) throws -> SecretText { try SecretText(parsing: text) }

    /// Every kind, and two of one for rotation.
    private static func all() throws -> [ServerSettings.SenderCredential] {
        [
            .apiKey(header: "X-Api-Key", value: try text("${env:OLD}")),
            .apiKey(header: "X-Api-Key", value: try text("${env:NEW}")),
            .basic(username: try text("eventbridge"), password: try text("${env:PASSWORD}")),
            .bearer(token: try text("${env:NEW}")),
        ]
    }

    static let basic = Base64.encoded("eventbridge:\(marker):word".utf8)

    static let shown: [(fields: [(String, String)], status: Int)] = [
        ([], 401),
        ([("X-Api-Key", "\(marker)-old")], 200),
        ([("x-api-key", "\(marker)-new")], 200),
        ([("X-Api-Key", "\(marker)-ol")], 401),
        ([("X-Api-Key", "\(marker)-old2")], 401),
        ([("X-Api-Key", "\(marker)-OLD")], 401),
        ([("X-Api-Key", "")], 401),
        ([("X-Api-Key", "Bearer \(marker)-new")], 401),
        ([("X-Other-Key", "\(marker)-old")], 401),
        ([("Authorization", "Basic \(basic)")], 200),
        ([("Authorization", "bAsIc  \(basic)")], 200),
        ([("Authorization", "Basic \(Base64.encoded("eventbridge:wrong".utf8))")], 401),
        ([("Authorization", "Basic \(Base64.encoded("other:\(marker):word".utf8))")], 401),
        ([("Authorization", "Basic")], 401),
        ([("Authorization", "Basic ")], 401),
        ([("Authorization", "Bearer \(marker)-new")], 200),
        ([("Authorization", "bearer \(marker)-new")], 200),
        ([("Authorization", "Bearer \(marker)-old")], 401),
        ([("Authorization", "\(marker)-new")], 401),
        ([("Authorization", "Bearer wrong"), ("X-Api-Key", "\(marker)-old")], 200),
        // A sender that shows a credential may be behind a proxy.
        ([("X-Api-Key", "\(marker)-old"), ("X-Forwarded-For", "192.0.2.1")], 200),
    ]

    @Test(arguments: shown.indices) func letsInRequestsThatShowACredential(index: Int) async throws {
        let (fields, status) = Self.shown[index]
        let reply = try await TestServer.run(Self.setup(try Self.all())) {
            try await $0.post(TestEvent.event("a"), fields: fields)
        }
        #expect(reply.status == status)
        if status == 401 {
            #expect(
                reply.all("WWW-Authenticate") == [
                    "ApiKey realm=\"relay\", header=\"X-Api-Key\"", "Basic realm=\"relay\", charset=\"UTF-8\"",
                    "Bearer realm=\"relay\"",
                ])
        }
    }

    /// None configured: programs on this machine, but no pages in a browser and nothing through a proxy.
    @Test(
        arguments: [
            ([], 200), ([("Origin", "https://evil.example")], 403), ([("X-Forwarded-For", "192.0.2.1")], 403),
            ([("Forwarded", "for=192.0.2.1")], 403), ([("Via", "1.1 proxy")], 403),
            ([("X-Real-IP", "192.0.2.1")], 403), ([("x-forwarded-proto", "https")], 403),
            ([("X-Forwarded-Host", "relay.example")], 403), ([("X-Unrelated", "a")], 200),
        ] as [([(String, String)], Int)])
    func letsInThisMachineWithoutCredentials(fields: [(String, String)], status: Int) async throws {
        let reply = try await TestServer.run { try await $0.post(TestEvent.event("a"), fields: fields) }
        #expect(reply.status == status)
    }

    /// A page in a browser whose name leads to this machine says that name.
    @Test(arguments: [
        ("localhost", 200), ("LOCALHOST:8765", 200), ("127.0.0.1:8765", 200), ("127.9.9.9", 200), ("[::1]:8765", 200),
        ("evil.example", 403), ("evil.example:8765", 403), ("localhost.evil.example", 403),
        ("127.0.0.1.evil.example", 403),
        ("192.0.2.7", 403), ("[::2]", 403), ("localhost:x", 403), ("a@localhost", 403),
    ])
    func letsInRequestsMeantForThisMachine(host: String, status: Int) async throws {
        let replies = try await TestServer.run { server in
            [
                try await server.connect().exchange(host: host, body: Array(TestEvent.event("a").utf8)),
                try await server.connect().exchange("GET", "/metrics", host: host),
                try await server.connect().exchange("GET", "/readyz", host: host),
                try await server.connect().exchange("GET", "/healthz", host: host),
            ]
        }
        #expect(replies.map(\.status) == [status, status, status, 200])
    }

    @Test(arguments: ["0.0.0.0", "::", "192.0.2.7", "relay.example"])
    func doesNotListenToTheNetworkWithoutCredentials(host: String) throws {
        var setup = TestServer.Setup()
        setup.settings.host = host
        let error = #expect(throws: ServerError.self) { try setup.server() }
        #expect(error == .openToTheNetwork(host: host))
        #expect("\(ServerError.openToTheNetwork(host: host))".contains("configure authorizations"))
    }

    @Test(arguments: ["127.0.0.1", "127.9.9.9", "::1", "0:0:0:0:0:0:0:1", "localhost", "LOCALHOST"])
    func listensToThisMachineWithoutCredentials(host: String) throws {
        var setup = TestServer.Setup()
        setup.settings.host = host
        #expect(try setup.server().authenticator.isOpen)
    }

    @Test func listensToTheNetworkWithCredentials() throws {
        var setup = Self.setup([.bearer(token: try Self.text("${env:NEW}"))])
        setup.settings.host = "0.0.0.0"
        let server = try setup.server()
        // And goes on asking for them.
        let open = try RequestAuthenticator(ServerSettings(), secrets: FixedSecrets())
        #expect(throws: ServerError.openToTheNetwork(host: "0.0.0.0")) { try server.replaceAuthenticator(with: open) }
        #expect(!server.authenticator.isOpen)
    }

    /// Access keys alone let in signed calls: an event without a credential is refused, wherever it comes from.
    @Test(arguments: [
        ("0.0.0.0", "127.0.0.1", 403), ("0.0.0.0", "192.0.2.7", 403), ("127.0.0.1", "127.0.0.1", 0),
        ("127.0.0.1", "192.0.2.7", 403),
    ])
    func accessKeysAloneLetInSignedCallsOnly(host: String, sender: String, status: Int) throws {
        var setup = TestServer.Setup()
        setup.settings.host = host
        setup.settings.accessKeys = [.init(id: "AKIATRIAL", secret: try Self.text("secret"))]
        let server = try setup.server()
        let head = HTTPRequest(method: .post, scheme: "http", authority: "localhost", path: "/events")
        let step = server.begin(head, from: Peer(try SocketAddress(ipAddress: sender, port: 50_000)))
        if case .reply(let reply) = step { #expect(reply.status.code == status) } else { #expect(status == 0) }
    }

    @Test func replacesCredentialsWhileItRuns() async throws {
        let setup = Self.setup([.bearer(token: try Self.text("${env:OLD}"))])
        let statuses = try await TestServer.run(setup) { server in
            let connection = try await server.connect()
            let fields = [("Authorization", "Bearer \(Self.marker)-new")]
            let before = try await connection.exchange(fields: fields, body: Array(TestEvent.event("a").utf8))
            var settings = ServerSettings()
            settings.authorizations = [.bearer(token: try Self.text("${env:NEW}"))]
            try server.server.replaceAuthenticator(with: try RequestAuthenticator(settings, secrets: setup.secrets))
            let after = try await connection.exchange(fields: fields, body: Array(TestEvent.event("a").utf8))
            return [before.status, after.status]
        }
        #expect(statuses == [401, 200])
    }

    @Test(arguments: [
        (ServerSettings.SenderCredential.bearer(token: try text("${env:GONE}")), "GONE"),
        (.bearer(token: try text("")), "a secret of the server's bearer authorization is empty"),
        (.apiKey(header: "X Key", value: try text("${env:OLD}")), "'X Key' cannot be the name of a header"),
    ])
    func saysWhatIsWrongWithTheSettings(authorization: ServerSettings.SenderCredential, sentence: String) throws {
        let error = #expect(throws: AuthenticatorError.self) { try Self.setup([authorization]).server() }
        #expect(error.map { "\($0)" }?.contains(sentence) == true)
    }

    @Test(arguments: [
        ("127.0.0.1", true), ("127.255.0.3", true), ("::1", true), ("0:0:0:0:0:0:0:1", true),
        ("::ffff:127.0.0.1", true), ("::ffff:7f00:1", true), ("128.0.0.1", false), ("126.255.255.255", false),
        ("::2", false), ("::", false), ("::ffff:192.0.2.1", false), ("::7f00:1", false),
    ])
    func knowsTheAddressesOfThisMachine(address: String, isLoopback: Bool) throws {
        #expect(Peer(try SocketAddress(ipAddress: address, port: 443)).isLoopback == isLoopback)
    }

    /// Nothing of a secret, configured or shown, in any answer or log line.
    @Test func keepsSecretsToItself() async throws {
        let setup = Self.setup(try Self.all())
        let replies = try await TestServer.run(setup) { server in
            var replies: [Reply] = []
            for (fields, _) in Self.shown {
                for body in [TestEvent.event("a"), "nonsense", ""] {
                    replies.append(try await server.post(body, fields: fields))
                }
                replies.append(try await server.post("{}", fields: fields + [("X-Relay-Drill", "?")]))
                replies.append(try await server.get("/drills/a", fields: fields))
                replies.append(try await server.get("/nowhere", fields: fields))
            }
            return replies
        }
        #expect(replies.count == Self.shown.count * 6)
        for text in replies.map(\.whole) + setup.log.lines {
            #expect(!text.contains("MARKER"))
            #expect(!text.contains(Self.basic))
        }
        #expect(!setup.log.lines.isEmpty)
    }
}

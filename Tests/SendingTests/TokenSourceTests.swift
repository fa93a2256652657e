import Alerts
import Outbox
import RelayTesting
import Rules
import Sending
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(10)))
struct TokenSourceTests {
    static func connection(_ endpoint: String, method: String = "POST", extra: String = "") -> String {
        """
        authorization_type: OAUTH_CLIENT_CREDENTIALS, auth_parameters: { oauth: { \
        authorization_endpoint: "\(endpoint)", http_method: \(method), \
        client_parameters: { client_id: relay, client_secret: "${env:CLIENT_SECRET}" }\(extra) } }
        """
    }

    static func authorization(_ text: String = connection("https://id.example/token")) throws -> OAuthClientCredentials
    {
        let rules = try TestRules.load(
            "version: 1\nconnections:\n  one: { \(text) }\napi_destinations: {}\nrules: {}\n")
        guard case .oauth(let oauth)? = rules.file.connection("one")?.authorization else { throw NoOAuth() }
        return oauth
    }

    struct NoOAuth: Error {}

    static let secrets = FixedSecrets(values: ["CLIENT_SECRET": "marker/secret"])

    static func token(_ text: String, expires: Int? = nil, type: String = "bearer") -> DestinationResponse {
        let expiry = expires.map { #","expires_in":\#($0)"# } ?? ""
        return DestinationResponse(
            status: 200, body: Array(#"{"access_token":"\#(text)","token_type":"\#(type)"\#(expiry)}"#.utf8))
    }

    /// Numbers the tokens it gives.
    static func numbering(expires: Int? = nil) -> RecordingTransport {
        let count = Counter()
        return RecordingTransport { _ in .success(token("token-\(count.next())", expires: expires)) }
    }

    final class Counter: Sendable {
        private let value = Mutex(0)
        func next() -> Int {
            value.withLock {
                $0 += 1
                return $0
            }
        }
    }

    @Test func fetchesByAForm() async throws {
        let transport = Self.numbering()
        let tokens = TokenSource(secrets: Self.secrets, transport: transport, clock: HandClock())
        #expect(try await tokens.header(for: Self.authorization()) == "Bearer token-1")
        let request = try #require(transport.requests.first)
        #expect(request.method == "POST")
        #expect(request.address == "https://id.example/token")
        #expect(request.header("Content-Type") == "application/x-www-form-urlencoded")
        #expect(
            String(decoding: request.body, as: UTF8.self)
                == "grant_type=client_credentials&client_id=relay&client_secret=marker%2Fsecret")
    }

    @Test func aGetHasItInTheQuery() async throws {
        let transport = Self.numbering()
        let tokens = TokenSource(secrets: Self.secrets, transport: transport, clock: HandClock())
        _ = try await tokens.header(for: Self.authorization(Self.connection("https://id.example/t?a=1", method: "GET")))
        let request = try #require(transport.requests.first)
        #expect(
            request.address
                == "https://id.example/t?a=1&grant_type=client_credentials&client_id=relay&client_secret=marker%2Fsecret"
        )
        #expect(request.body.isEmpty)
    }

    @Test func theUsersParametersComeFirst() async throws {
        let transport = Self.numbering()
        let tokens = TokenSource(secrets: Self.secrets, transport: transport, clock: HandClock())
        let extra = """
            , oauth_http_parameters: { body: [{ key: grant_type, value: other }, { key: scope, value: "a b" }], \
            query_string: [{ key: q, value: "1" }], header: [{ key: X-One, value: "1" }] }
            """
        _ = try await tokens.header(for: Self.authorization(Self.connection("https://id.example/t", extra: extra)))
        let request = try #require(transport.requests.first)
        #expect(request.address == "https://id.example/t?q=1")
        #expect(request.header("X-One") == "1")
        #expect(
            String(decoding: request.body, as: UTF8.self)
                == "client_id=relay&client_secret=marker%2Fsecret&grant_type=other&scope=a%20b")
    }

    @Test func isKeptUntilAMinuteBeforeItsEnd() async throws {
        let transport = Self.numbering(expires: 3_600)
        let clock = HandClock()
        let tokens = TokenSource(secrets: Self.secrets, transport: transport, clock: clock)
        let authorization = try Self.authorization()
        for seconds: Int64 in [0, 3_539] {
            clock.advance(by: .seconds(seconds))
            #expect(try await tokens.header(for: authorization) == "Bearer token-1")
        }
        clock.advance(by: .seconds(1))
        #expect(try await tokens.header(for: authorization) == "Bearer token-2")
        #expect(transport.requests.count == 2)
    }

    @Test func manyWhoWantItFetchItOnce() async throws {
        let gate = Gate()
        let transport = RecordingTransport { _ in
            await gate.wait()
            return .success(Self.token("one"))
        }
        let tokens = TokenSource(secrets: Self.secrets, transport: transport, clock: HandClock())
        let authorization = try Self.authorization()
        let headers = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<50 { group.addTask { try await tokens.header(for: authorization) } }
            await gate.untilWaiting()
            await gate.open()
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(headers == Array(repeating: "Bearer one", count: 50))
        #expect(transport.requests.count == 1)
    }

    @Test func aRefusedOneIsNotGivenAgain() async throws {
        let transport = Self.numbering()
        let tokens = TokenSource(secrets: Self.secrets, transport: transport, clock: HandClock())
        let authorization = try Self.authorization()
        let first = try await tokens.header(for: authorization)
        let second = try await tokens.header(for: authorization, insteadOf: first)
        #expect(second == "Bearer token-2")
        // Another delivery that was refused with the first token needs no third one.
        #expect(try await tokens.header(for: authorization, insteadOf: first) == second)
        #expect(transport.requests.count == 2)
    }

    @Test(arguments: [
        (200, "", AttemptOutcome.Kind.failed), (200, #"{"access_token":""}"#, .failed),
        (200, #"{"access_token":"a b"}"#, .failed), (200, #"{"access_token":"a\r\nX: y"}"#, .failed),
        (200, "{\"access_token\":\"a\",\"token_type\":\"\(String(repeating: "x", count: 200_000))\"}", .failed),
        (200, "{\"access_token\":\"\(String(repeating: "x", count: TokenSource.tokenBytesLimit + 1))\"}", .failed),
        (200, #"{"access_token":"a","token_type":""}"#, .failed),
        (200, #"{"access_token":"a","token_type":"a\r\nX: y"}"#, .failed),
        (401, #"{"error":"invalid_client"}"#, .failed), (500, "", .failed), (429, "", .throttled),
        (400, #"{"error":"invalid_grant"}"#, .misconfigured), (302, "", .misconfigured),
    ])
    func failuresAreJudgedAsTheDestinationsAre(status: Int, body: String, outcome: AttemptOutcome.Kind) async throws {
        let transport = RecordingTransport(RecordingTransport.status(status, body))
        let tokens = TokenSource(secrets: Self.secrets, transport: transport, clock: HandClock())
        let authorization = try Self.authorization()
        do throws(TokenFailure) {
            _ = try await tokens.header(for: authorization)
            #expect(Bool(false))
        } catch {
            #expect(error.outcome.kind == outcome)
            #expect(error.outcome.reason.hasPrefix("no OAuth token: "))
            #expect(!"\(error)".contains("marker"))
        }
        // Nothing of it sticks.
        transport.answer { _ in .success(Self.token("good")) }
        #expect(try await tokens.header(for: authorization) == "Bearer good")
    }

    @Test func aDeliveryRenewsItsTokenOnceAndIsSentAgain() async throws {
        let count = Counter()
        let transport = RecordingTransport { request in
            if request.address.hasSuffix("/token") { return .success(Self.token("token-\(count.next())")) }
            return .success(
                DestinationResponse(status: request.header("Authorization") == "Bearer token-2" ? 200 : 401))
        }
        let rules = try TestRules.load(
            """
            version: 1
            connections:
              one: { \(Self.connection("https://id.example/token")) }
            api_destinations:
              slack: { connection: one, invocation_endpoint: "https://api.example/", http_method: POST }
            rules: {}
            """)
        let bench = try DeliveryBench(rules, over: transport, secrets: Self.secrets)
        let id = try await bench.accept(channel: nil)
        await bench.settle()
        #expect(try await bench.record(id).attempts.map(\.outcome) == [.delivered])
        #expect(transport.requests.count == 4)
        // Refused again and again: an attempt has two tries at most.
        transport.answer {
            $0.address.hasSuffix("/token") ? .success(Self.token("t")) : .success(DestinationResponse(status: 407))
        }
        let other = try await bench.accept(channel: nil)
        await bench.settle()
        #expect(try await bench.record(other).attempts.map(\.outcome) == [.failed])
        #expect(transport.requests.count == 7)
    }
}

/// Holds tasks back until it is opened.
actor Gate {
    private var isOpen = false
    private var waiters: [CheckedContinuation<Void, Never>] = []
    private var watchers: [CheckedContinuation<Void, Never>] = []

    func wait() async {
        guard !isOpen else { return }
        for watcher in watchers { watcher.resume() }
        watchers = []
        await withCheckedContinuation { waiters.append($0) }
    }

    func untilWaiting() async {
        guard waiters.isEmpty else { return }
        await withCheckedContinuation { watchers.append($0) }
    }

    func open() {
        isOpen = true
        for waiter in waiters { waiter.resume() }
        waiters = []
    }
}

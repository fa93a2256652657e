import Alerts
import JSONText
import Outbox
import RelayTesting
import Rules
import Sending
import Testing
import TextFormats

struct RequestBuilderTests {
    static let slack = "https://slack.com/api/chat.postMessage"

    /// A destination with one connection, and the request of one delivery to it.
    static func built(
        _ address: String = "https://example.com/hook", method: String = "POST",
        connection: String =
            #"authorization_type: API_KEY, auth_parameters: { api_key: { key: X-Key, value: "${env:KEY}" } }"#,
        secrets: [String: String] = ["KEY": "key-secret"], delivery: NewDelivery? = nil,
        _ change: (inout DeliveryRequest) -> Void = { _ in }
    ) throws -> RequestBuilder.Built {
        let rules = try TestRules.load(
            """
            version: 1
            connections:
              one: { \(connection) }
            api_destinations:
              one: { connection: one, invocation_endpoint: "\(address)", http_method: \(method) }
            rules: {}
            """)
        let destination = try #require(rules.file.apiDestination("one"))
        let connection = try #require(rules.file.connection("one"))
        var builder = RequestBuilder(
            secrets: FixedSecrets(values: secrets), destination: destination, connection: connection)
        if case .oauth = connection.authorization { builder.token = "Bearer the-token" }
        return try builder.request(for: Self.delivery(delivery, change))
    }

    static func delivery(
        _ content: NewDelivery? = nil, _ change: (inout DeliveryRequest) -> Void = { _ in }
    ) -> Delivery {
        var content =
            content
            ?? NewDelivery(
                rule: "r", target: "t", apiDestination: "one", orderKey: "k",
                request: DeliveryRequest(body: Array(#"{"a":1}"#.utf8)))
        change(&content.request)
        let now = Timestamp(milliseconds: 1_772_442_847_000)
        return Delivery(
            id: DeliveryID(42), content: content, eventID: "event-1", event: [], origin: .live, receivedAt: now,
            startedAt: now, state: .sending, dueAt: now)
    }

    static func text(_ built: RequestBuilder.Built) -> String { String(decoding: built.request.body, as: UTF8.self) }

    // MARK: Headers

    @Test func hasEventBridgesHeaders() throws {
        let request = try Self.built().request
        #expect(request.method == "POST")
        #expect(request.header("User-Agent") == "Amazon/EventBridge/ApiDestinations")
        #expect(request.header("Range") == "bytes=0-1048575")
        #expect(request.header("Content-Type") == "application/json; charset=utf-8")
        #expect(request.header("X-Key") == "key-secret")
        #expect(request.headers.count == 4)
    }

    @Test func theTargetsHeadersAreSentButForReservedOnes() throws {
        let request = try Self.built {
            $0.headers = [
                .init(name: "X-One", value: "1"), .init(name: "content-type", value: "text/plain"),
                .init(name: "USER-AGENT", value: "me"), .init(name: "Range", value: "bytes=1-2"),
                .init(name: "Host", value: "evil"), .init(name: "Transfer-Encoding", value: "chunked"),
                .init(name: "Content-Length", value: "1"), .init(name: "Cookie", value: "a=b"),
            ]
        }.request
        #expect(request.header("X-One") == "1")
        #expect(request.header("Content-Type") == "text/plain")
        #expect(request.headers.count { $0.name.lowercased() == "content-type" } == 1)
        #expect(request.header("User-Agent") == RequestBuilder.userAgent)
        #expect(request.header("Range") == RequestBuilder.range)
        #expect(request.header("Host") == nil)
        #expect(request.header("Transfer-Encoding") == nil)
        #expect(request.header("Content-Length") == nil)
        #expect(request.header("Cookie") == "a=b", "not among those that are removed")
    }

    @Test func aValueFromAnEventBeginsNoOtherHeader() throws {
        let request = try Self.built { $0.headers = [.init(name: "X-Who", value: "bob\r\nX-Evil: 1\u{0}")] }.request
        #expect(request.header("X-Who") == "bob  X-Evil: 1 ")
    }

    static let everything = """
        authorization_type: API_KEY, auth_parameters: { api_key: { key: X-Key, value: "${env:KEY}" }, \
        invocation_http_parameters: { \
        header: [{ key: X-One, value: "from-${env:KEY}" }], \
        query_string: [{ key: q, value: "a b&${env:KEY}" }], \
        body: [{ key: token, value: "${env:KEY}" }, { key: a, value: "2" }] } }
        """

    @Test func theConnectionWinsOverTheTarget() throws {
        let built = try Self.built("https://example.com/hook?x=1", connection: Self.everything) {
            $0.headers = [.init(name: "x-one", value: "target"), .init(name: "x-key", value: "target")]
            $0.query = [.init(name: "q", value: "target"), .init(name: "r", value: "ü")]
        }
        #expect(built.request.header("X-One") == "from-key-secret")
        #expect(built.request.header("X-Key") == "key-secret")
        #expect(built.request.address == "https://example.com/hook?x=1&r=%C3%BC&q=a%20b%26key-secret")
        #expect(Self.text(built) == #"{"a":"2","token":"key-secret"}"#)
    }

    @Test(arguments: ["[1]", "text", "", "7", "\"a\""])
    func bodiesThatAreNoObjectsStay(body: String) throws {
        let built = try Self.built(connection: Self.everything) { $0.body = Array(body.utf8) }
        #expect(Self.text(built) == body)
    }

    @Test func basicIsABase64Pair() throws {
        let basic =
            #"authorization_type: BASIC, auth_parameters: { basic: { username: Aladdin, password: "${env:KEY}" } }"#
        let built = try Self.built(connection: basic, secrets: ["KEY": "open sesame"])
        // RFC 7617, section 2.
        #expect(built.request.header("Authorization") == "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")
        #expect(built.mask.masked("you sent QWxhZGRpbjpvcGVuIHNlc2FtZQ==") == "you sent ***")
        #expect(built.mask.masked("you sent open sesame") == "you sent ***")
    }

    @Test func aTokenIsMaskedToo() throws {
        let built = try Self.built(connection: TokenSourceTests.connection("https://id.example/token"), secrets: [:])
        #expect(built.request.header("Authorization") == "Bearer the-token")
        #expect(built.mask.masked("the-token is bad") == "*** is bad")
    }

    @Test func aLineEndInASecretIsRefused() {
        #expect(throws: RequestError.secret(SecretError(.invalid, of: .environment(name: "KEY")))) {
            try Self.built(secrets: ["KEY": "a\nX-Evil: 1"])
        }
    }

    @Test func aRequestShowsNothingOfItself() throws {
        let request = try Self.built().request
        #expect(!"\(request)\(String(reflecting: request))".contains("secret"))
        var dumped = ""
        dump(request, to: &dumped)
        #expect(!dumped.contains("secret"))
    }

    // MARK: Address

    @Test(arguments: [
        ("https://example.com/*/x/*", ["a b", "c/d?e"], "https://example.com/a%20b/x/c%2Fd%3Fe"),
        ("https://example.com/*", ["..", "unused"], "https://example.com/%2E%2E"),
        ("https://example.com/*", ["."], "https://example.com/%2E"),
        ("https://example.com/*", ["..."], "https://example.com/..."),
        ("https://example.com/*", [""], "https://example.com/"),
        ("https://example.com/", ["unused"], "https://example.com/"),
    ])
    func starsAreFilledInOrder(address: String, parameters: [String], filled: String) throws {
        #expect(try Self.built(address) { $0.pathParameters = parameters }.request.address == filled)
    }

    @Test func aStarWithoutAValueIsSaid() {
        #expect(throws: RequestError.missingPathParameters(needed: 2, given: 1)) {
            try Self.built("https://example.com/*/*") { $0.pathParameters = ["a"] }
        }
    }

    @Test func anAddressThatIsASecretIsCheckedOnceItIsKnown() throws {
        func address(_ value: String) throws -> String {
            try Self.built("${env:URL}", secrets: ["KEY": "k", "URL": value]).request.address
        }
        #expect(try address("https://hooks.slack.com/services/T/B/X") == "https://hooks.slack.com/services/T/B/X")
        #expect(try address("http://127.0.0.1:9/x") == "http://127.0.0.1:9/x")
        #expect(throws: RequestError.notEncrypted) { try address("http://hooks.slack.com/services/T/B/X") }
        #expect(throws: RequestError.notEncrypted) { try address("http://127.0.0.1.evil.example/") }
        #expect(throws: RequestError.invalidAddress) { try address("http://localhost@evil.example/") }
        #expect(throws: RequestError.invalidAddress) { try address("not an address") }
        #expect(throws: RequestError.invalidAddress) { try address("file:///etc/passwd") }
    }

    @Test func theWholeSecretAddressIsMasked() throws {
        let url = "https://hooks.example/T0/B0/marker-0123456789"
        let built = try Self.built("${env:URL}", secrets: ["KEY": "k", "URL": url])
        #expect(built.mask.masked("cannot post to \(url)") == "cannot post to ***")
    }

    @Test(arguments: ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"])
    func theMethodIsTheDestinations(method: String) throws {
        #expect(try Self.built(method: method).request.method == method)
    }

    /// Values of an event that make a head so long that no server takes it, each where it can stand.
    static let headValues: [(address: String, put: @Sendable (inout DeliveryRequest, String) -> Void)] = [
        ("https://example.com/*", { $0.pathParameters = [$1] }),
        ("https://example.com/", { $0.query = [.init(name: "q", value: $1)] }),
        ("https://example.com/", { $0.headers = [.init(name: "X-Q", value: $1)] }),
    ]

    @Test(arguments: headValues.indices) func aHeadIsBounded(index: Int) throws {
        let (address, put) = Self.headValues[index]
        func bytes(_ count: Int) throws -> Int {
            try Self.built(address) { put(&$0, String(repeating: "x", count: count)) }.request.headBytes
        }
        var longest = 0
        // The longest value that is sent, by halves.
        for step in sequence(first: OutgoingHead.bytesLimit, next: { $0 > 1 ? $0 / 2 : nil })
        where (try? bytes(longest + step)) != nil { longest += step }
        #expect(try bytes(longest) <= OutgoingHead.bytesLimit)
        #expect(longest > OutgoingHead.bytesLimit / 2 - 1_000)
        for count in [longest + 1, 66_000, 240_000] {
            let error = #expect(throws: RequestError.self) { try bytes(count) }
            guard case .headTooLong(let bytes)? = error else { return #expect(Bool(false), "\(error as Any)") }
            #expect(bytes > OutgoingHead.bytesLimit)
            #expect("\(RequestError.headTooLong(bytes: bytes))".contains("of which 32768 may be sent"))
        }
    }

    @Test(arguments: [
        ("https://example.com/a?t=*", ["x"], "https://example.com/a?t=*"),
        ("https://example.com/*/b?t=*", ["x"], "https://example.com/x/b?t=*"),
    ])
    func aStarInTheQueryOfASecretIsNoParameter(url: String, parameters: [String], filled: String) throws {
        let built = try Self.built("${env:URL}", secrets: ["KEY": "k", "URL": url]) { $0.pathParameters = parameters }
        #expect(built.request.address == filled)
    }

    @Test(arguments: ["https://*.example/", "https://example.com:*/", "https://example.com*/"])
    func aStarInTheHostOfASecretIsRefused(url: String) {
        #expect(throws: RequestError.invalidAddress) {
            try Self.built("${env:URL}", secrets: ["KEY": "k", "URL": url]) { $0.pathParameters = ["evil"] }
        }
    }

    // MARK: Slack

    @Test func metadataIsAddedToMessagesThatHaveNone() throws {
        let built = try Self.built(Self.slack) { $0.body = Array(#"{"channel":"C1","text":"hi"}"#.utf8) }
        #expect(
            Self.text(built)
                == #"{"channel":"C1","text":"hi","metadata":{"event_type":"relay_delivery","event_payload":{"delivery_id":"42","event_id":"event-1"}}}"#
        )
        #expect(built.convention == .slackMethod)
        let own = #"{"channel":"C1","text":"hi","metadata":{"event_type":"mine","event_payload":{}}}"#
        #expect(Self.text(try Self.built(Self.slack) { $0.body = Array(own.utf8) }) == own)
        #expect(Self.text(try Self.built()) == #"{"a":1}"#, "elsewhere the body is the author's")
        let hook = try Self.built("https://hooks.slack.com/services/T/B/X")
        #expect(Self.text(hook) == #"{"a":1}"#)
        #expect(hook.convention == .slackWebhook)
    }

    @Test func aStormsMessageIsUpdatedWhereItWasSentBefore() throws {
        var delivery = Self.delivery { $0.body = Array(#"{"channel":"C0123ABCD","text":"one"}"#.utf8) }
        delivery.content.kind = .summary
        delivery.storm = Storm(
            key: .init(rule: "r", target: "t", role: "1/R"), startedAt: delivery.startedAt,
            endsAt: delivery.startedAt + .seconds(600), foldedUses: 3, latestWho: "bob", latestAt: delivery.startedAt)
        func build(_ delivery: Delivery, updates: Bool = true) throws -> RequestBuilder.Built {
            let rules = try TestRules.slack(Self.slack + "?pretty=1")
            var builder = RequestBuilder(
                secrets: FixedSecrets(), destination: try #require(rules.file.apiDestination("slack")),
                connection: try #require(rules.file.connection("slack")))
            builder.updatesMessages = updates
            return try builder.request(for: delivery)
        }
        let first = try build(delivery)
        #expect(!first.isUpdate)
        #expect(first.request.address == Self.slack + "?pretty=1")
        #expect(Self.text(first).contains("3 further uses of R in 1"))
        delivery.storm?.messageTimestamp = "1772442850.000100"
        let update = try build(delivery)
        #expect(update.isUpdate)
        #expect(update.request.address == "https://slack.com/api/chat.update?pretty=1")
        #expect(try JSONDocument(parsing: update.request.body).root["ts"]?.string == "1772442850.000100")
        #expect(try !build(delivery, updates: false).isUpdate)
        // chat.update knows channels by their ids only.
        delivery.content.request.body = Array(##"{"channel":"#alerts","text":"one"}"##.utf8)
        #expect(try !build(delivery).isUpdate)
    }
}

import Alerts
import ConfigDocument
import HTTPTypes
import NIOCore
import Outbox
import RelayTesting
import Rules
import Testing
import TextFormats

@testable import HTTPServer

/// What can be seen of relay: `/healthz`, `/readyz`, `/metrics`, `/drills/ID`.
@Suite(.timeLimit(.minutes(10))) struct PagesTests {
    @Test func saysThatItLives() async throws {
        let reply = try await TestServer.run { try await $0.get("/healthz") }
        #expect(reply.status == 200)
        #expect(reply.text == "{\"status\":\"alive\"}\n")
    }

    @Test func saysThatItIsReady() async throws {
        let reply = try await TestServer.run { try await $0.get("/readyz") }
        #expect(reply.status == 200)
        #expect(reply.text == "{\"status\":\"ready\",\"problems\":[]}\n")
    }

    @Test func saysWhyItIsNotReady() async throws {
        var setup = TestServer.Setup()
        setup.pages.readiness = {
            Readiness.Conditions(
                rulesProblem: "line 3",
                destinations: [
                    DestinationHealth(apiDestination: "pager", failuresInARow: 3),
                    DestinationHealth(apiDestination: "slack", channel: "C1", blockedBecause: "not_in_channel"),
                ])
        }
        let reply = try await TestServer.run(setup) { try await $0.get("/readyz") }
        #expect(reply.status == 503)
        #expect(
            reply.text == """
                {"status":"not ready","error":"the rules file cannot be used, older rules are in force: line 3",\
                "problems":[{"check":"rules",\
                "reason":"the rules file cannot be used, older rules are in force: line 3"},\
                {"check":"destination","reason":"slack, channel C1: not_in_channel"}]}

                """)
    }

    /// Each condition by itself, and the check that it is reported under.
    @Test(arguments: [
        (Readiness.Conditions(), false, []), (.init(storeError: StoreError(.full, path: "p")), false, ["store"]),
        (.init(rulesProblem: "line 3"), false, ["rules"]),
        (.init(destinations: [DestinationHealth(apiDestination: "a", failuresInARow: 9)]), false, []),
        (.init(destinations: [DestinationHealth(apiDestination: "a", blockedBecause: "b")]), false, ["destination"]),
        (
            .init(waiting: [
                WaitingGroup(
                    lane: LaneKey(apiDestination: "a"), errorCode: .noPermissions, reason: "b", count: 1,
                    oldest: TestServer.Setup.now)
            ]), false, ["waiting"]
        ),
        (.init(), true, ["server"]),
        (.init(storeError: StoreError(.full, path: "p"), rulesProblem: "line 3"), true, ["store", "rules", "server"]),
    ])
    func decidesWhetherRelayIsReady(conditions: Readiness.Conditions, isStopping: Bool, checks: [String]) {
        #expect(Readiness(conditions, isStopping: isStopping).problems.map(\.check) == checks)
    }

    /// A clock that leapt keeps nobody from sending events.
    @Test func warnsOfAClockThatLeapt() async throws {
        var setup = TestServer.Setup()
        setup.pages.readiness = { Readiness.Conditions(clock: ClockReport(leaps: 1, lastLeap: .seconds(3_600))) }
        let reply = try await TestServer.run(setup) { try await $0.get("/readyz") }
        #expect(reply.status == 200)
        #expect(
            reply.text == """
                {"status":"ready","problems":[],"warnings":[{"check":"clock","reason":\
                "\(ClockReport.sentence(onLeap: .seconds(3_600)))"}]}

                """)
    }

    @Test func saysHowManyWaitAndWhy() {
        func groups(_ counts: [Int]) -> [WaitingGroup] {
            counts.enumerated().map { number, count in
                WaitingGroup(
                    lane: LaneKey(apiDestination: "slack", channel: number == 0 ? nil : "C\(number)"),
                    errorCode: .noPermissions, reason: "invalid_auth", count: count,
                    oldest: TestServer.Setup.now + .seconds(number))
            }
        }
        func reasons(_ counts: [Int]) -> [String] {
            Readiness(.init(waiting: groups(counts)), isStopping: false).problems.map(\.reason)
        }
        #expect(
            reasons([1, 3]) == [
                "slack: 1 delivery waits since 2026-03-02T09:14:07Z for the configuration to be mended: invalid_auth",
                """
                slack, channel C1: 3 deliveries wait since 2026-03-02T09:14:08Z for the configuration to be mended: \
                invalid_auth
                """,
            ])
        let many = reasons(Array(repeating: 2, count: Readiness.waitingLimit + 2))
        #expect(many.count == Readiness.waitingLimit + 1)
        #expect(
            many.last == "2 more: 4 deliveries wait since 2026-03-02T09:14:27Z for the configuration to be mended")
    }

    @Test func showsMetricsInTheFormatThatIsAskedFor() async throws {
        var setup = TestServer.Setup()
        setup.pages.metrics = { accept in
            MetricsPage(contentType: "text/x-\(accept.utf8.count)", body: Array("up 1\n".utf8))
        }
        let replies = try await TestServer.run(setup) { server in
            [try await server.get("/metrics"), try await server.get("/metrics?a=b", fields: [("Accept", "abc")])]
        }
        #expect(replies.map(\.status) == [200, 200])
        #expect(replies.map { $0["Content-Type"] } == ["text/x-0", "text/x-3"])
        #expect(replies.map(\.text) == ["up 1\n", "up 1\n"])
    }

    /// Beyond this machine the pages are for those who may send; only that relay lives is for everybody.
    @Test(
        arguments: [
            ("/metrics", nil, 401), ("/readyz", nil, 401), ("/drills/a", nil, 401), ("/healthz", nil, 200),
            ("/metrics", "wrong", 401), ("/metrics", "right", 0), ("/readyz", "right", 0), ("/readyz", "wrong", 401),
        ] as [(String, String?, Int)])
    func pagesFollowTheAuthorization(path: String, token: String?, status: Int) throws {
        var setup = TestServer.Setup()
        setup.settings.host = "0.0.0.0"
        setup.settings.authorizations = [.bearer(token: try SecretText(parsing: "${env:TOKEN}"))]
        setup.secrets.values = ["TOKEN": "right"]
        let server = try setup.server()
        var head = HTTPRequest(method: .get, scheme: "http", authority: "relay.example", path: path)
        head.headerFields[.authorization] = token.map { "Bearer \($0)" }
        let step = server.begin(head, from: Peer(try SocketAddress(ipAddress: "192.0.2.7", port: 50_000)))
        if case .reply(let reply) = step { #expect(reply.status.code == status) } else { #expect(status == 0) }
    }

    /// With access keys alone nobody can show what a page asks for.
    @Test(arguments: [("0.0.0.0", 403), ("127.0.0.1", 0)])
    func accessKeysAloneOpenNoPageBeyondThisMachine(host: String, status: Int) throws {
        var setup = TestServer.Setup()
        setup.settings.host = host
        setup.settings.accessKeys = [.init(id: "AKIATRIAL", secret: try SecretText(parsing: "secret"))]
        let head = HTTPRequest(method: .get, scheme: "http", authority: "127.0.0.1", path: "/metrics")
        let step = try setup.server().begin(head, from: Peer(try SocketAddress(ipAddress: "127.0.0.1", port: 50_000)))
        if case .reply(let reply) = step { #expect(reply.status.code == status) } else { #expect(status == 0) }
    }

    @Test(arguments: ["/healthz", "/readyz", "/metrics"]) func pagesHaveHeadsAndTakeNoPosts(path: String) async throws {
        let (head, post) = try await TestServer.run { server in
            (
                try await server.connect().exchange("HEAD", path), try await server.connect().exchange("POST", path)
            )
        }
        #expect(head.status == 200)
        #expect(post.status == 405)
        #expect(post["Allow"] == "GET, HEAD")
    }

    @Test func showsADrill() async throws {
        var setup = TestServer.Setup()
        setup.pages.drill = { id in
            DrillRecord(
                id: id, rule: "break-glass", receivedAt: TestServer.Setup.now,
                acceptedAt: TestServer.Setup.now + .milliseconds(3),
                hops: [
                    .init(
                        delivery: DeliveryID(7), apiDestination: "slack", state: .delivered,
                        firstSentAt: TestServer.Setup.now + .milliseconds(4),
                        settledAt: TestServer.Setup.now + .milliseconds(90), reason: "ok")
                ])
        }
        let reply = try await TestServer.run(setup) { try await $0.get("/drills/abc") }
        #expect(reply.status == 200)
        #expect(
            reply.text == """
                {"id":"abc","rule":"break-glass","received_at":"2026-03-02T09:14:07.000Z",\
                "accepted_at":"2026-03-02T09:14:07.003Z","announced_at":"2026-03-02T09:14:07.090Z","settled":true,\
                "hops":[{"delivery":7,"api_destination":"slack","state":"delivered",\
                "first_sent_at":"2026-03-02T09:14:07.004Z","settled_at":"2026-03-02T09:14:07.090Z","reason":"ok"}]}

                """)
    }

    @Test(arguments: ["/drills/", "/drills/a/b", "/drills/nobody-knows", "/drills/%41"])
    func knowsNoOtherDrill(path: String) async throws {
        let reply = try await TestServer.run { try await $0.get(path) }
        #expect(reply.status == 404)
    }

    @Test func saysWhenDrillsCannotBeLookedUp() async throws {
        var setup = TestServer.Setup()
        setup.pages.drill = { _ throws(StoreError) in throw StoreError(.closed, path: "/secret/place") }
        let reply = try await TestServer.run(setup) { try await $0.get("/drills/abc") }
        #expect(reply.status == 503)
        #expect(reply["Retry-After"] == "10")
        #expect(!reply.whole.contains("place"))
    }

    @Test(arguments: ["/", "/favicon.ico", "/metrics/x"]) func isNothingElse(path: String) async throws {
        let reply = try await TestServer.run { try await $0.get(path) }
        #expect([404, 405].contains(reply.status))
    }
}

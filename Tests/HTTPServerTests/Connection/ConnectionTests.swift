import Alerts
import ConfigDocument
import Ingest
import IngestTesting
import NIOCore
import Outbox
import Rules
import Testing
import TextFormats

@testable import HTTPServer

/// Connections that misbehave, and connections when the server stops.
@Suite(.timeLimit(.minutes(10))) struct ConnectionTests {
    @Test(arguments: ["GET /healthz HTT", "POST /events HTTP/1.1\r\nHost: localhost\r\nX-Slow: "])
    func aHeadThatIsNotFinishedEndsTheConnection(start: String) async throws {
        var setup = TestServer.Setup()
        setup.tuning.headTimeout = .milliseconds(20)
        let said = try await TestServer.run(setup) { server in
            let connection = try await server.connect()
            // On a busy machine the time for a head may be over before it is begun.
            try? await connection.send(start)
            return await connection.end()
        }
        #expect(said.isEmpty)
    }

    /// Half a body is never accepted as a whole one, with its length announced or not.
    @Test(arguments: ["Content-Length: 10000", "Transfer-Encoding: chunked"])
    func aBodyThatIsNotFinishedEndsTheConnection(field: String) async throws {
        let store = HeldLedger()
        var setup = TestServer.Setup(store: store)
        setup.tuning.requestTimeout = .milliseconds(20)
        let event = "\(TestEvent.event("a"))\n"
        let part = field.contains("chunked") ? "\(String(event.utf8.count, radix: 16))\r\n\(event)\r\n" : event
        _ = try await TestServer.run(setup) { server in
            let connection = try await server.connect()
            try await connection.send("POST /events HTTP/1.1\r\nHost: localhost\r\n\(field)\r\n\r\n\(part)")
            return await connection.end()
        }
        #expect(store.accepted.isEmpty)
    }

    /// Nor is one that the sender broke off.
    @Test func aBodyThatIsBrokenOffIsNotTaken() async throws {
        let store = HeldLedger()
        let event = "\(TestEvent.event("a"))\n"
        _ = try await TestServer.run(.init(store: store)) { server in
            let connection = try await server.connect()
            try await connection.send("POST /events HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
            try await connection.send("\(String(event.utf8.count, radix: 16))\r\n\(event)\r\n")
            await connection.close()
            return try await server.get("/healthz").status
        }
        #expect(store.accepted.isEmpty)
    }

    @Test func anIdleConnectionIsClosed() async throws {
        var setup = TestServer.Setup()
        setup.tuning.idleTimeout = .milliseconds(20)
        let said = try await TestServer.run(setup) { server in
            let connection = try await server.connect()
            return await connection.end()
        }
        #expect(said.isEmpty)
    }

    /// However many connections lie idle, one more is served: an idle one is closed for it.
    @Test func anIdleConnectionMakesRoomForAnother() async throws {
        var setup = TestServer.Setup()
        // A quarter of them for one address: connections are not accepted in the order in which they are opened.
        setup.tuning.connections = 32
        let (statuses, open) = try await TestServer.run(setup) { server in
            var connections: [TestConnection] = []
            var statuses: [Int] = []
            for _ in 0..<20 {
                connections.append(try await server.connect())
                statuses.append(try await server.connect().exchange("GET", "/healthz").status)
            }
            return (statuses, server.server.connections.count)
        }
        #expect(statuses == Array(repeating: 200, count: 20))
        #expect(open <= 8 + ServerLimits.closingConnections)
        #expect(setup.log.lines.count { $0.contains("too many connections") } == 1, "said once a minute")
    }

    /// Strangers go first: a sender that was let in keeps its connection, idle or not.
    @Test func strangersDoNotPushOutThoseWhoMaySend() async throws {
        var setup = TestServer.Setup()
        setup.tuning.connections = 32
        let statuses = try await TestServer.run(setup) { server in
            let known = try await server.connect()
            let event = Array(TestEvent.event("a").utf8)
            var statuses = [try await known.exchange(body: event).status]
            var strangers: [TestConnection] = []
            for _ in 0..<10 {
                strangers.append(try await server.connect())
                statuses.append(try await server.connect().exchange("GET", "/healthz").status)
            }
            statuses.append(try await known.exchange(body: event).status)
            return statuses
        }
        #expect(statuses == Array(repeating: 200, count: 12))
    }

    /// A connection over which nothing comes is closed well before one that is idle between two requests.
    @Test func aConnectionThatSendsNothingIsClosedSoon() async throws {
        var setup = TestServer.Setup()
        setup.tuning.headTimeout = .milliseconds(20)
        let said = try await TestServer.run(setup) { server in
            let connection = try await server.connect()
            return await connection.end()
        }
        #expect(said.isEmpty)
    }

    @Test func answersSeveralRequestsOnOneConnection() async throws {
        let replies = try await TestServer.run { server in
            let connection = try await server.connect()
            let get = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
            try await connection.send(get + get + get)
            return [try await connection.reply(), try await connection.reply(), try await connection.reply()]
        }
        #expect(replies.map(\.status) == [200, 200, 200])
    }

    @Test(arguments: [
        "BAD REQUEST\r\n\r\n", "GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n", "\u{16}\u{3}\u{1}abc\r\n\r\n",
    ])
    func answersMalformedRequestsWith400(text: String) async throws {
        let said = try await TestServer.run { server in
            let connection = try await server.connect()
            try await connection.send(text)
            return await connection.end()
        }
        #expect(String(decoding: said, as: UTF8.self).hasPrefix("HTTP/1.1 400 "))
    }

    @Test(arguments: ["one field too long", "one field too many"])
    func refusesAHeadThatIsTooLong(how: String) async throws {
        let fields =
            how == "one field too long"
            ? String(repeating: "x", count: ServerLimits.headerBytes + 1) + ": a\r\n"
            : String(repeating: "X-A: b\r\n", count: ServerLimits.headerFields + 1)
        let said = try await TestServer.run { server in
            let connection = try await server.connect()
            try await connection.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\(fields)\r\n")
            return await connection.end()
        }
        let text = String(decoding: said, as: UTF8.self)
        #expect(text.hasPrefix("HTTP/1.1 400 "), "\(text)")
        #expect(text.contains("this is no HTTP request that relay understands: "), "\(text)")
        // The connection has ended with one reply.
        #expect(text.split(separator: "HTTP/1.1 ").count == 1, "\(text)")
    }

    @Test func asksForTheBodyOnlyAfterAuthentication() async throws {
        let head = "POST /events HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: "
        let event = TestEvent.event("a")
        let (first, second, refused) = try await TestServer.run { server in
            let connection = try await server.connect()
            try await connection.send("\(head)\(event.utf8.count)\r\n\r\n")
            let first = try await connection.reply()
            try await connection.send(event)
            let other = try await server.connect()
            try await other.send("\(head)\(event.utf8.count)\r\nOrigin: https://evil.example\r\n\r\n")
            return (first, try await connection.reply(), try await other.reply())
        }
        #expect([first.status, second.status, refused.status] == [100, 200, 403])
    }
}

// MARK: - Stopping

extension ConnectionTests {
    @Test func finishesOpenRequestsWhenItStops() async throws {
        let store = HeldLedger()
        store.hold()
        let status = try await TestServer.run(.init(store: store)) { server in
            async let reply = server.post(TestEvent.event("a"))
            await store.untilHolding(1)
            await server.stop()
            store.letGo()
            return try await reply.status
        }
        #expect(status == 200)
        #expect(store.accepted.count == 1)
    }

    /// Idle connections, halves of heads and of bodies: nothing of it keeps the server from stopping.
    @Test(arguments: [
        "", "GET /healthz HTT", "POST /events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{",
        "POST /events HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n",
    ])
    func stopsInBoundedTimeWithOpenConnections(start: String) async throws {
        let store = HeldLedger()
        var setup = TestServer.Setup(store: store)
        setup.tuning.drainTimeout = .milliseconds(20)
        _ = try await TestServer.run(setup) { server in
            let connection = try await server.connect()
            _ = try await connection.exchange("GET", "/healthz")
            if !start.isEmpty { try await connection.send(start) }
            // A second connection's answer comes after the first one's bytes have been taken in.
            _ = try await server.get("/healthz")
            await server.stop()
            return await connection.end()
        }
        #expect(store.accepted.isEmpty)
    }

    @Test func saysWhyItCannotListen() async throws {
        let error = try await TestServer.run { server in
            var settings = ServerSettings()
            settings.port = server.port
            let ingest = EventIngest(
                rules: try TestRules.live(), store: HeldLedger(), now: { TestServer.Setup.now },
                logger: server.log.logger,
                announce: { _ in })
            let second = try RelayServer(
                settings: settings, authenticator: try RequestAuthenticator(settings, secrets: FixedSecrets()),
                ingest: ingest,
                pages: TestServer.Setup().pages, now: { TestServer.Setup.now }, logger: server.log.logger)
            return await #expect(throws: ServerError.self) { try await second.run() }
        }
        guard case .cannotListen(_, _, let reason) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(reason.contains("in use"))
    }
}

import Alerts
import ConfigDocument
import IngestTesting
import JSONText
import Outbox
import Synchronization
import Testing

@testable import HTTPServer

/// `POST /events` over real sockets: each shape of body and each status.
@Suite(.timeLimit(.minutes(10))) struct EventsEndpointTests {
    private static func body(_ results: String, _ counts: (Int, Int, Int, Int)) -> String {
        """
        {"results":[\(results)],"accepted":\(counts.0),"duplicate":\(counts.1),"no_rule":\(counts.2),\
        "invalid":\(counts.3)}

        """
    }

    private static func accepted(_ index: Int, _ id: String) -> String {
        #"{"index":\#(index),"event_id":"\#(id)","status":"accepted","deliveries":1}"#
    }

    static let shapes: [(name: String, body: String, answer: String)] = [
        ("one event", TestEvent.event("a"), body(accepted(0, "a"), (1, 0, 0, 0))),
        (
            "an array", "[\(TestEvent.event("a")), \(TestEvent.other("b")), \(TestEvent.event("a"))]",
            body(
                "\(accepted(0, "a")),{\"index\":1,\"event_id\":\"b\",\"status\":\"no_rule\"},"
                    + "{\"index\":2,\"event_id\":\"a\",\"status\":\"duplicate\"}", (1, 1, 1, 0))
        ),
        (
            "NDJSON", "\(TestEvent.event("a"))\n\(TestEvent.event("b"))\n",
            body("\(accepted(0, "a")),\(accepted(1, "b"))", (2, 0, 0, 0))
        ),
        (
            "a log file", #"{"Records":[\#(TestEvent.record("a")),\#(TestEvent.record("b"))]}"#,
            body("\(accepted(0, "a")),\(accepted(1, "b"))", (2, 0, 0, 0))
        ),
        ("a bare record", TestEvent.record("a"), body(accepted(0, "a"), (1, 0, 0, 0))),
        ("no event of AWS's", "{}", body(#"{"index":0,"status":"no_rule"}"#, (0, 0, 1, 0))),
    ]

    @Test(arguments: shapes) func takes(_ shape: (name: String, body: String, answer: String)) async throws {
        let reply = try await TestServer.run { try await $0.post(shape.body) }
        #expect(reply.status == 200)
        #expect(reply.text == shape.answer)
        #expect(reply["Content-Type"] == "application/json")
        #expect(reply["Date"] == "Mon, 02 Mar 2026 09:14:07 GMT")
    }

    @Test(arguments: [[], [("Content-Encoding", "gzip")], [("Content-Encoding", "X-GZIP")]])
    func takesGzipWhetherItIsSaidOrNot(fields: [(String, String)]) async throws {
        let body = try Gzipped.bytes("\(TestEvent.event("a"))\n\(TestEvent.event("b"))".utf8)
        let reply = try await TestServer.run { try await $0.post(body, fields: fields) }
        #expect(reply.status == 200)
        #expect(reply.text.contains("\"accepted\":2"))
    }

    /// What is valid is accepted although something else in the body is not.
    @Test func takesTheValidEventsOfABody() async throws {
        let reply = try await TestServer.run {
            try await $0.post("\(TestEvent.event("a"))\n{\"id\": 01}\n\(TestEvent.event("b"))")
        }
        #expect(reply.status == 200)
        #expect(reply.text.contains(#"{"index":1,"status":"invalid","reason":"#), "\(reply.text)")
        #expect(reply.text.hasSuffix("\"accepted\":2,\"duplicate\":0,\"no_rule\":0,\"invalid\":1}\n"))
    }

    @Test(
        arguments: [
            ("", "the body holds no event"), (" \n\t", "the body holds no event"), ("[]", "the body holds no event"),
            ("{\"id\":", "no event in the body is valid"), ("nonsense", "no event in the body is valid"),
            ("[1,2]", "no event in the body is valid"), ("\u{1F}\u{8B}\u{8}", "gzip"),
        ])
    func refusesBodiesWithoutEvents(body: String, reason: String) async throws {
        let reply = try await TestServer.run { try await $0.post(body.unicodeScalars.map { UInt8($0.value) }) }
        #expect(reply.status == 400, "\(reply.whole)")
        #expect(reply.text.contains("\"error\":"), "\(reply.text)")
        #expect(reply.text.contains(reason), "\(reply.text)")
    }

    @Test func countsABodyThatCannotBeReadAsOneInvalidEvent() async throws {
        let store = HeldLedger()
        let reply = try await TestServer.run(.init(store: store)) {
            try await $0.post([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0xFF])
        }
        #expect(reply.status == 400)
        #expect(try await store.invalidCount == 1)
    }

    /// However a body is cut, it is the sender's mistake and never the server's.
    @Test func neverFailsOverACutBody() async throws {
        let bodies = [
            Array("[\(TestEvent.event("a")),\(TestEvent.other("b"))]".utf8),
            Array(#"{"Records":[\#(TestEvent.record("a"))]}"#.utf8),
            try Gzipped.bytes(TestEvent.event("a").utf8),
        ]
        for body in bodies {
            let statuses = try await TestServer.run { server in
                let connection = try await server.connect()
                var statuses: Set<Int> = []
                for end in 0..<body.count {
                    statuses.insert(try await connection.exchange(body: body[..<end]).status)
                }
                return statuses
            }
            #expect(statuses.isSubset(of: [200, 400]))
            #expect(statuses.contains(400))
        }
    }

    @Test(arguments: [("br", 415), ("deflate", 415), ("gzip, gzip", 415), ("identity", 200), ("", 200)])
    func readsTheEncodingsItKnows(encoding: String, status: Int) async throws {
        let reply = try await TestServer.run {
            try await $0.post(TestEvent.event("a"), fields: [("Content-Encoding", encoding)])
        }
        #expect(reply.status == status)
        if status == 415 { #expect(reply["Accept-Encoding"] == "gzip") }
    }

    @Test(arguments: ["GET", "PUT", "DELETE", "HEAD"]) func allowsPostOnly(method: String) async throws {
        let reply = try await TestServer.run { try await $0.connect().exchange(method) }
        #expect(reply.status == 405)
        #expect(reply["Allow"] == "POST")
    }

    @Test(arguments: ["/event", "/events/", "/Events", "//events"]) func knowsNoOtherPath(path: String) async throws {
        let reply = try await TestServer.run { try await $0.connect().exchange("POST", path) }
        #expect(reply.status == 404)
    }

    @Test func looksAtThePathWithoutItsQuery() async throws {
        let reply = try await TestServer.run {
            try await $0.connect().exchange("POST", "/events?from=bus", body: Array(TestEvent.event("a").utf8))
        }
        #expect(reply.status == 200)
    }
}

// MARK: - Drills

extension EventsEndpointTests {
    @Test(arguments: ["d", "0b9e1c50-0000-4000-8000-00000000d1d1", String(repeating: "x", count: 64)])
    func takesAnEventAsADrill(id: String) async throws {
        let store = HeldLedger()
        let reply = try await TestServer.run(.init(store: store)) {
            try await $0.post(TestEvent.event("a"), fields: [("X-Relay-Drill", id)])
        }
        #expect(reply.status == 200)
        #expect(store.accepted.map(\.origin) == [.drill(id: id)])
    }

    @Test(arguments: ["", "a b", "a/b", "ä", String(repeating: "x", count: 65)])
    func refusesADrillWithoutAProperName(id: String) async throws {
        let store = HeldLedger()
        let reply = try await TestServer.run(.init(store: store)) {
            try await $0.post(TestEvent.event("a"), fields: [("X-Relay-Drill", id)])
        }
        #expect(reply.status == 400)
        #expect(reply.text.contains("X-Relay-Drill names a drill by 1 to 64"))
        #expect(store.accepted.isEmpty)
    }
}

// MARK: - Announcing

extension EventsEndpointTests {
    /// What was accepted is sent, what was there before is not.
    @Test func announcesWhatIsAccepted() async throws {
        let announced = Announced()
        var setup = TestServer.Setup()
        setup.announce = { announced.add($0) }
        _ = try await TestServer.run(setup) { server in
            _ = try await server.post("[\(TestEvent.event("a")),\(TestEvent.other("b"))]")
            return try await server.post(TestEvent.event("a"))
        }
        #expect(announced.destinations == ["slack"])
    }

    private final class Announced: Sendable {
        private let kept = Mutex<[String]>([])

        var destinations: [String] { kept.withLock { $0 } }

        func add(_ pending: [PendingDelivery]) { kept.withLock { $0 += pending.map(\.apiDestination) } }
    }
}

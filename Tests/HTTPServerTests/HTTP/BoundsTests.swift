import Alerts
import Ingest
import IngestTesting
import Outbox
import Synchronization
import Testing

@testable import HTTPServer

/// What the server turns away so that it goes on working: bodies that are too long, more than it can take, a store that
/// cannot write.
@Suite(.timeLimit(.minutes(10))) struct BoundsTests {
    @Test func refusesABodyThatIsAnnouncedTooLong() async throws {
        let reply = try await TestServer.run { server in
            let connection = try await server.connect()
            try await connection.send(
                "POST /events HTTP/1.1\r\nHost: localhost\r\nContent-Length: \(ServerLimits.bodyBytes + 1)\r\n\r\n")
            return try await connection.reply()
        }
        #expect(reply.status == 413)
        #expect(reply.text.contains("longer than \(ServerLimits.bodyBytes) bytes"))
    }

    @Test func refusesABodyThatGetsTooLong() async throws {
        let reply = try await TestServer.run { server in
            let connection = try await server.connect()
            try await connection.send("POST /events HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
            let chunk = [UInt8](repeating: UInt8(ascii: " "), count: 1 << 20)
            for _ in 0..<(ServerLimits.bodyBytes >> 20) {
                try await connection.send("100000\r\n".utf8 + chunk + "\r\n".utf8)
            }
            try await connection.send("1\r\n \r\n0\r\n\r\n")
            return try await connection.reply()
        }
        #expect(reply.status == 413)
    }

    @Test func takesABodyInChunks() async throws {
        let event = TestEvent.event("a")
        let reply = try await TestServer.run { server in
            let connection = try await server.connect()
            try await connection.send("POST /events HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
            for byte in event.utf8 { try await connection.send("1\r\n".utf8 + [byte] + "\r\n".utf8) }
            try await connection.send("0\r\n\r\n")
            return try await connection.reply()
        }
        #expect(reply.status == 200)
        #expect(reply.text.contains("\"accepted\":1"))
    }

    @Test func refusesGzipDataThatExpandsTooFar() async throws {
        let blanks = [UInt8](repeating: UInt8(ascii: " "), count: IngestLimits.contentBytes + 1)
        let bomb = try Gzipped.bytes(blanks)
        #expect(bomb.count < ServerLimits.bodyBytes)
        let store = HeldLedger()
        let reply = try await TestServer.run(.init(store: store)) { try await $0.post(bomb) }
        #expect(reply.status == 413)
        #expect(reply.text.contains("inflates to more than \(IngestLimits.contentBytes) bytes"))
    }

    @Test(arguments: [(0, 200), (1, 413)]) func refusesTooManyEvents(beyond: Int, status: Int) async throws {
        let store = HeldLedger()
        let count = IngestLimits.events + beyond
        let reply = try await TestServer.run(.init(store: store)) {
            try await $0.post("[\(TestEvent.event("a"))\(String(repeating: ",{}", count: count - 1))]")
        }
        #expect(reply.status == status)
        #expect(store.accepted.count == (status == 200 ? 1 : 0))
    }

    /// What each refusal of the store is answered with; in each case the sender is told when to come again.
    static let refusals: [(StoreError.Reason, status: Int, retryAfter: String, sentence: String)] = [
        (.overloaded, 429, "1", "more is waiting to be written than may wait"),
        (.full, 503, "10", "relay's disk is full"), (.readOnly, 503, "10", "relay's store cannot be written to"),
        (.corrupt, 503, "10", "relay's store is damaged"), (.closed, 503, "10", "relay's store has been closed"),
        (.other, 503, "10", "relay's store failed"),
    ]

    @Test(arguments: refusals.indices) func saysThatNothingWasAccepted(index: Int) async throws {
        let (reason, status, retryAfter, sentence) = Self.refusals[index]
        let store = HeldLedger(refusing: StoreError(reason, path: "/secret/place/relay.db", detail: "disk I/O"))
        let setup = TestServer.Setup(store: store, announce: { _ in Issue.record("nothing is to be sent") })
        let reply = try await TestServer.run(setup) { try await $0.post(TestEvent.event("a")) }
        #expect(reply.status == status)
        #expect(reply["Retry-After"] == retryAfter)
        #expect(reply.text.contains("no event was accepted: \(sentence)"), "\(reply.text)")
        #expect(!reply.whole.contains("place"))
        #expect(setup.log.contains("events refused"))
    }

    /// The store commits one event at a time, and fails at the second.
    @Test(arguments: refusals.indices) func saysWhatWasAcceptedOfABody(index: Int) async throws {
        let (reason, status, retryAfter, sentence) = Self.refusals[index]
        let refusal = StoreError(reason, path: "/secret/place/relay.db", detail: "disk I/O")
        let announced = Mutex(0)
        let setup = TestServer.Setup(
            store: HeldLedger(refusing: refusal, after: 1, plansPerCommit: 1),
            announce: { pending in announced.withLock { $0 += pending.count } })
        let body = "\(TestEvent.event("a"))\n\(TestEvent.event("b"))"
        let reply = try await TestServer.run(setup) { try await $0.post(body) }
        #expect(reply.status == status)
        #expect(reply["Retry-After"] == retryAfter)
        #expect(reply.text.contains("not every event was accepted: \(sentence)"), "\(reply.text)")
        #expect(reply.text.contains(#"{"index":0,"event_id":"a","status":"accepted","deliveries":1}"#), "\(reply.text)")
        #expect(reply.text.contains(#"{"index":1,"event_id":"b","status":"not_accepted"}"#), "\(reply.text)")
        #expect(!reply.whole.contains("place"))
        #expect(announced.withLock { $0 } == 1)
    }

    @Test func refusesRequestsWhenTooManyAreOpen() async throws {
        let store = HeldLedger()
        store.hold()
        var setup = TestServer.Setup(store: store)
        setup.tuning.requestsInFlight = 1
        let (first, second, third) = try await TestServer.run(setup) { server in
            async let first = server.post(TestEvent.event("a"))
            await store.untilHolding(1)
            let second = try await server.post(TestEvent.event("b"))
            store.letGo()
            return (try await first, second, try await server.post(TestEvent.event("b")))
        }
        #expect([first.status, second.status, third.status] == [200, 429, 200])
        #expect(second["Retry-After"] == "1")
    }

    @Test func refusesBodiesBeyondTheLimitOfBytes() async throws {
        let store = HeldLedger()
        store.hold()
        let event = TestEvent.event("a")
        var setup = TestServer.Setup(store: store)
        setup.tuning.bodyBytesInFlight = event.utf8.count + 10
        let (first, second) = try await TestServer.run(setup) { server in
            async let first = server.post(event)
            await store.untilHolding(1)
            let second = try await server.post(event)
            store.letGo()
            return (try await first, second)
        }
        #expect([first.status, second.status] == [200, 429])
    }

    @Test func givesBackTheRoomOfARequest() {
        let admission = RequestAdmission(requests: 1, bytes: 10)
        for _ in 0..<2 {
            var held: [Bool] = []
            if var permit = admission.admit() {
                held = [permit.reserve(10), permit.reserve(1)]
                let isAnotherAdmitted = admission.admit() != nil
                #expect(!isAnotherAdmitted)
            }
            #expect(held == [true, false])
            #expect(admission.requests == 0)
        }
    }

    @Test func refusesEventsWhileItStops() async throws {
        let store = HeldLedger()
        let (events, alive, ready) = try await TestServer.run(.init(store: store)) { server in
            server.server.drain()
            return (
                try await server.post(TestEvent.event("a")), try await server.get("/healthz"),
                try await server.get("/readyz")
            )
        }
        #expect(events.status == 503)
        #expect(events["Retry-After"] == "5")
        #expect(store.accepted.isEmpty)
        #expect(alive.status == 200)
        #expect(ready.status == 503)
        #expect(ready.text.contains("relay is stopping"))
    }
}

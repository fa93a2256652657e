import Alerts
import ConfigDocument
import IngestTesting
import JSONText
import Outbox
import Rules
import Testing

@testable import HTTPServer

/// Bytes that are not HTTP are answered with a sentence, after the replies to earlier requests, and the connection ends.
struct MalformedRequestHandlerTests {
    private static func replies(_ count: Int, to text: String) async throws -> (replies: [Reply], rest: [UInt8]) {
        try await TestServer.run { server in
            let connection = try await server.connect()
            try await connection.send(text)
            var replies: [Reply] = []
            for _ in 0..<count { replies.append(try await connection.reply()) }
            return (replies, await connection.end())
        }
    }

    private static func sentence(of reply: Reply) throws -> String {
        try #require(try JSONDocument(parsing: reply.body).root["error"]?.string)
    }

    @Test(arguments: [
        "BAD REQUEST\r\n\r\n", "GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n", "\u{16}\u{3}\u{1}abc\r\n\r\n",
        "POST /events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
    ])
    func saysWhatIsWrong(text: String) async throws {
        let (replies, rest) = try await Self.replies(1, to: text)
        #expect(replies.map(\.status) == [400])
        #expect(replies[0]["Content-Type"] == "application/json")
        #expect(replies[0]["Connection"] == "close")
        #expect(try Self.sentence(of: replies[0]).hasPrefix("this is no HTTP request that relay understands: "))
        #expect(rest.isEmpty)
    }

    /// Its turn comes after what was asked before it.
    @Test func answersEarlierRequestsFirst() async throws {
        let request = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
        let (replies, rest) = try await Self.replies(3, to: request + request + "NONSENSE\r\n\r\n")
        #expect(replies.map(\.status) == [200, 200, 400])
        #expect(try Self.sentence(of: replies[2]).hasPrefix("this is no HTTP"))
        #expect(rest.isEmpty)
    }

    /// The events before the mistake are whole, and none of them is taken.
    @Test func acceptsNothingOfADamagedBody() async throws {
        let store = HeldLedger()
        let event = TestEvent.event("a")
        let reply = try await TestServer.run(TestServer.Setup(store: store)) { server in
            let connection = try await server.connect()
            try await connection.send("POST /events HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
            try await connection.send("\(String(event.utf8.count, radix: 16))\r\n\(event)\r\nno length\r\n")
            return try await connection.reply()
        }
        #expect(reply.status == 400)
        #expect(try Self.sentence(of: reply).hasPrefix("this is no HTTP"))
        #expect(store.accepted.isEmpty)
    }

    /// Answers that other parts give with the same status are theirs.
    @Test func leavesOtherRefusalsAlone() async throws {
        let (replies, _) = try await Self.replies(
            2,
            to: "POST /events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\n?GET /healthz HTTP/1.1\r\n"
                + "Host: localhost\r\nConnection: close\r\n\r\n")
        #expect(replies.map(\.status) == [400, 200])
        #expect(try !Self.sentence(of: replies[0]).hasPrefix("this is no HTTP"))
    }
}

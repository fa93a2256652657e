import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@testable import HTTPServer

/// The timer in a pipeline as the server's, with a clock that is moved by hand.
struct RequestTimerTests {
    private static func channel() throws -> EmbeddedChannel {
        let channel = EmbeddedChannel()
        let handlers = channel.pipeline.syncOperations
        let timer = RequestTimer(ServerTuning())
        try handlers.addHandler(timer)
        try handlers.addHandler(HTTPResponseEncoder())
        try handlers.addHandler(ByteToMessageHandler(HTTPRequestDecoder()))
        try handlers.addHandler(RequestTimer.MessageObserver(timer))
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        return channel
    }

    private static func send(_ text: String, to channel: EmbeddedChannel) throws {
        try channel.writeInbound(ByteBuffer(string: text))
    }

    private static func pass(_ seconds: Int64, on channel: EmbeddedChannel) {
        channel.embeddedEventLoop.advanceTime(by: .seconds(seconds))
    }

    @Test func cutsOffAConnectionThatSendsNothing() throws {
        let channel = try Self.channel()
        Self.pass(9, on: channel)
        #expect(channel.isActive)
        Self.pass(1, on: channel)
        #expect(!channel.isActive)
        #expect(throws: ConnectionCut.self) { try channel.throwIfErrorCaught() }
    }

    @Test func cutsOffAHeadThatComesByteByByte() throws {
        let channel = try Self.channel()
        for byte in "GET / HTT" {
            try Self.send(String(byte), to: channel)
            Self.pass(1, on: channel)
        }
        #expect(channel.isActive)
        #expect(throws: ConnectionCut.self) {
            Self.pass(1, on: channel)
            try channel.throwIfErrorCaught()
        }
        #expect(!channel.isActive)
    }

    @Test func cutsOffABodyThatComesByteByByte() throws {
        let channel = try Self.channel()
        try Self.send("POST / HTTP/1.1\r\nContent-Length: 100\r\n\r\n", to: channel)
        for _ in 0..<29 {
            Self.pass(1, on: channel)
            try Self.send("x", to: channel)
        }
        #expect(channel.isActive)
        Self.pass(1, on: channel)
        #expect(!channel.isActive)
        #expect(throws: ConnectionCut.self) { try channel.throwIfErrorCaught() }
    }

    @Test func cutsOffAReceiverThatDoesNotReadTheReply() throws {
        let channel = try Self.channel()
        try Self.send("GET / HTTP/1.1\r\n\r\n", to: channel)
        channel.write(HTTPServerResponsePart.head(.init(version: .http1_1, status: .continue)), promise: nil)
        Self.pass(100, on: channel)
        #expect(channel.isActive)
        channel.write(HTTPServerResponsePart.head(.init(version: .http1_1, status: .ok)), promise: nil)
        Self.pass(29, on: channel)
        #expect(channel.isActive)
        Self.pass(1, on: channel)
        #expect(!channel.isActive)
    }

    @Test func leavesRequestsAloneThatComeAndGo() throws {
        let channel = try Self.channel()
        for _ in 0..<20 {
            try Self.send("POST / HTTP/1.1\r\nContent-Length: 1\r\n\r\n", to: channel)
            Self.pass(5, on: channel)
            try Self.send("x", to: channel)
            try channel.writeOutbound(HTTPServerResponsePart.head(.init(version: .http1_1, status: .ok)))
            try channel.writeOutbound(HTTPServerResponsePart.end(nil))
            Self.pass(3, on: channel)
        }
        Self.pass(1_000, on: channel)
        try channel.throwIfErrorCaught()
        #expect(channel.isActive)
    }
}

import ConfigDocument
import HTTPServer
import NIOCore
import NIOPosix
import NIOSSL

/// An answer as it came.
struct Reply {
    var status: Int
    var fields: [(name: String, value: String)]
    var body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }

    subscript(name: String) -> String? { all(name).first }

    func all(_ name: String) -> [String] {
        fields.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
    }

    /// Everything of it, to look for what must not be there.
    var whole: String { "\(status) \(fields) \(text)" }
}

/// The other side went away.
struct ConnectionEnded: Error {
    var reason: String
}

/// A connection to a server on this machine that sends bytes as they are, sensible or not.
final class TestConnection {
    private let channel: any Channel
    private var pieces: AsyncThrowingStream<ByteBuffer, any Error>.Iterator
    private var buffer: [UInt8] = []

    init(port: Int, tls: NIOSSLContext? = nil) async throws {
        let (stream, continuation) = AsyncThrowingStream<ByteBuffer, any Error>.makeStream()
        channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls {
                        try channel.pipeline.syncOperations.addHandler(
                            NIOSSLClientHandler(context: tls, serverHostname: "localhost"))
                    }
                    try channel.pipeline.syncOperations.addHandler(Pieces(continuation))
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
        pieces = stream.makeAsyncIterator()
    }

    deinit { channel.close(promise: nil) }

    func send(_ bytes: some Sequence<UInt8>) async throws { try await channel.writeAndFlush(ByteBuffer(bytes: bytes)) }

    func send(_ text: String) async throws { try await send(text.utf8) }

    /// Sends a whole request and reads its answer.
    func exchange(
        _ method: String = "POST", _ path: String = "/events", host: String = "localhost",
        fields: [(String, String)] = [],
        body: some Collection<UInt8> = [UInt8]()
    ) async throws -> Reply {
        var request = Array("\(method) \(path) HTTP/1.1\r\nHost: \(host)\r\n".utf8)
        for (name, value) in fields { request += "\(name): \(value)\r\n".utf8 }
        request += "Content-Length: \(body.count)\r\n\r\n".utf8
        try await send(request + body)
        return try await reply(hasBody: method != "HEAD")
    }

    /// The next answer.
    func reply(hasBody: Bool = true) async throws -> Reply {
        var end = headEnd
        while end == nil {
            try await readMore()
            end = headEnd
        }
        let head = String(decoding: buffer.prefix(end ?? 0), as: UTF8.self)
        buffer.removeFirst(end ?? 0)
        var lines = head.split(separator: "\r\n")
        let status = Int(lines.removeFirst().split(separator: " ").dropFirst().first ?? "") ?? 0
        let fields = lines.map { line in
            let colon = line.firstIndex(of: ":") ?? line.endIndex
            return (name: String(line[..<colon]), value: String(line[colon...].dropFirst(2)))
        }
        var reply = Reply(status: status, fields: fields, body: [])
        let length = hasBody ? reply["Content-Length"].flatMap { Int($0) } ?? 0 : 0
        while buffer.count < length { try await readMore() }
        reply.body = Array(buffer.prefix(length))
        buffer.removeFirst(length)
        return reply
    }

    /// Waits until the other side has gone, and returns what it still had to say.
    func end() async -> [UInt8] {
        while (try? await readMore()) != nil {}
        return buffer
    }

    func close() async { try? await channel.close() }

    private var headEnd: Int? {
        let blank = Array("\r\n\r\n".utf8)
        guard buffer.count >= blank.count else { return nil }
        for start in 0...(buffer.count - blank.count) where buffer[start..<start + blank.count].elementsEqual(blank) {
            return start + blank.count
        }
        return nil
    }

    private func readMore() async throws {
        guard let piece = try await pieces.next(isolation: #isolation) else { throw ConnectionEnded(reason: "closed") }
        buffer += piece.readableBytesView
    }
}

private final class Pieces: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let continuation: AsyncThrowingStream<ByteBuffer, any Error>.Continuation

    init(_ continuation: AsyncThrowingStream<ByteBuffer, any Error>.Continuation) { self.continuation = continuation }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { continuation.yield(unwrapInboundIn(data)) }

    func channelInactive(context: ChannelHandlerContext) { continuation.finish() }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        continuation.finish(throwing: ConnectionEnded(reason: "\(error)"))
        context.close(promise: nil)
    }
}

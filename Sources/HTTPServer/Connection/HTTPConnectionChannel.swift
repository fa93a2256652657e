import HummingbirdCore
import JSONText
import Logging
import NIOCore
import NIOHTTP1
import NIOSSL
import Synchronization

/// HTTP/1.1 on one connection, encrypted where there is a certificate, each request within its time limits.
struct HTTPConnectionChannel: ServerChildChannel {
    typealias Value = HTTP1Channel.Value

    let http: HTTP1Channel
    let certificate: ReloadingCertificate?
    let tuning: ServerTuning
    let open: OpenConnections

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        open.add(channel)
        return channel.eventLoop.makeCompletedFuture {
            if let certificate {
                try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: certificate.context))
            }
            try channel.pipeline.syncOperations.addHandler(RequestTimer(tuning))
        }.flatMap {
            http.setup(channel: channel, logger: logger)
        }.flatMapThrowing { value in
            let handlers = channel.pipeline.syncOperations
            let decoder = try handlers.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
            let timer = try handlers.handler(type: RequestTimer.self)
            try handlers.addHandlers(
                [RequestTimer.MessageObserver(timer), MalformedRequestHandler()], position: .after(decoder))
            return value
        }
    }

    func handle(value: Value, logger: Logger) async { await http.handle(value: value, logger: logger) }
}

/// Puts a sentence into the reply to bytes that are not an HTTP request.
///
/// Hummingbird replies to those with an empty 400 and closes; relay gives a reason with every refusal. The reply is
/// changed as it goes out, since only then the replies to earlier requests are certain to have gone.
final class MalformedRequestHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private var sentence: String?

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if let error = error as? HTTPParserError {
            sentence = "this is no HTTP request that relay understands: \(error)"
        }
        context.fireErrorCaught(error)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard let sentence, case .head(var head) = unwrapOutboundIn(data), Self.isEmptyRefusal(head) else {
            return context.write(data, promise: promise)
        }
        let body = context.channel.allocator.buffer(string: "{\"error\":\(JSONString.quoted(sentence))}\n")
        head.headers.replaceOrAdd(name: "Content-Type", value: "application/json")
        head.headers.replaceOrAdd(name: "Content-Length", value: String(body.readableBytes))
        context.write(wrapOutboundOut(.head(head)), promise: promise)
        context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
    }

    private static func isEmptyRefusal(_ head: HTTPResponseHead) -> Bool {
        head.status == .badRequest && head.headers["Content-Length"] == ["0"]
    }
}

/// The connections that are open, so that they can be cut off when the server has to end.
final class OpenConnections: Sendable {
    private let channels = Mutex<[ObjectIdentifier: any Channel]>([:])

    var count: Int { channels.withLock(\.count) }

    func add(_ channel: any Channel) {
        let id = ObjectIdentifier(channel)
        channels.withLock { $0[id] = channel }
        channel.closeFuture.whenComplete { _ in _ = self.channels.withLock { $0.removeValue(forKey: id) } }
    }

    func cutAll() {
        for channel in channels.withLock({ Array($0.values) }) { Self.cut(channel) }
    }

    /// Closes a connection in the middle of what it is doing.
    ///
    /// A stream of body parts that just ends looks like a complete one, and half a batch like a whole one: an error goes
    /// ahead of the end.
    static func cut(_ channel: any Channel) {
        channel.pipeline.fireErrorCaught(ConnectionCut())
        channel.close(promise: nil)
    }
}

/// The connection was cut off by this side.
struct ConnectionCut: Error, Hashable {}

import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOSSL

/// HTTP/1.1 on one connection, encrypted where there is a certificate, each request within its time limits.
struct HTTPConnectionChannel: ServerChildChannel {
    typealias Value = HTTP1Channel.Value

    let http: HTTP1Channel
    let certificate: ReloadingCertificate?
    let tuning: ServerTuning
    let open: OpenConnections

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        let connection = open.add(channel)
        return channel.eventLoop.makeCompletedFuture {
            if let certificate {
                try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: certificate.context))
            }
            try channel.pipeline.syncOperations.addHandler(RequestTimer(tuning, connection))
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
        let body = context.channel.allocator.buffer(bytes: HTTPReply.error(.badRequest, sentence).body)
        head.headers.replaceOrAdd(name: "Content-Type", value: "application/json")
        head.headers.replaceOrAdd(name: "Content-Length", value: String(body.readableBytes))
        context.write(wrapOutboundOut(.head(head)), promise: promise)
        context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
    }

    private static func isEmptyRefusal(_ head: HTTPResponseHead) -> Bool {
        head.status == .badRequest && head.headers["Content-Length"] == ["0"]
    }
}

import JSONText
import NIOCore
import NIOHTTP1

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

import Hummingbird
import NIOCore
import NIOHTTP1

/// A request's context that knows the connection, so that the stand-in can misbehave below HTTP.
struct ConnectionContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }

    /// What tells the connection from others.
    var connection: Int { ObjectIdentifier(channel).hashValue }

    func close() async { try? await channel.close() }

    /// Sends bytes as they are, below the handler that makes HTTP of answers, and closes.
    func close(after bytes: String) async {
        let channel = channel
        let written = channel.eventLoop.flatSubmit { () -> EventLoopFuture<Void> in
            guard let encoder = try? channel.pipeline.syncOperations.context(handlerType: HTTPResponseEncoder.self)
            else {
                return channel.eventLoop.makeSucceededVoidFuture()
            }
            let promise = channel.eventLoop.makePromise(of: Void.self)
            encoder.writeAndFlush(NIOAny(ByteBuffer(string: bytes)), promise: promise)
            return promise.futureResult
        }
        try? await written.get()
        await close()
    }
}

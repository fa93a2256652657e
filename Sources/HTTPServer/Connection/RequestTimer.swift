import NIOCore
import NIOHTTP1
import TextFormats

/// Cuts off a connection that takes too long over a request or over taking its answer.
///
/// Without it, a sender could hold a connection for ever with a byte now and then; a few hundred of them would keep
/// everybody else out. The connection is closed rather than answered with 408: EventBridge sends again after a closed
/// connection, and gives up on a 408.
///
/// It stands before the decoder, where a request's first byte is seen; its ``MessageObserver`` stands behind, where
/// requests are seen to begin and end.
final class RequestTimer: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private var deadlines: RequestDeadlines
    private let connection: OpenConnection?
    private var context: ChannelHandlerContext?
    /// The next check of the deadlines. It is not rescheduled when they move on, since requests come faster than it.
    private var nextCheck: (at: NIODeadline, task: Scheduled<Void>)?

    /// - Parameter connection: Is told whether a request is under way.
    init(_ tuning: ServerTuning, _ connection: OpenConnection? = nil) {
        deadlines = RequestDeadlines(tuning)
        self.connection = connection
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        note { $0.opened(at: $1) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        nextCheck?.task.cancel()
        nextCheck = nil
        self.context = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        note { $0.bytesCame(at: $1) }
        context.fireChannelRead(data)
    }

    private func note(_ change: (inout RequestDeadlines, NIODeadline) -> Void) {
        guard let context else { return }
        let now = context.eventLoop.now
        change(&deadlines, now)
        connection?.note(isBusy: deadlines.isBusy, at: now)
        schedule()
    }

    private func schedule() {
        guard let context, let next = deadlines.next else { return }
        if let nextCheck {
            guard next < nextCheck.at else { return }
            nextCheck.task.cancel()
        }
        nextCheck = (next, context.eventLoop.assumeIsolated().scheduleTask(deadline: next) { self.checkDeadlines() })
    }

    private func checkDeadlines() {
        nextCheck = nil
        guard let context, let next = deadlines.next else { return }
        guard next <= context.eventLoop.now else { return schedule() }
        context.channel.cut()
    }
}

extension RequestTimer {
    /// Stands behind the decoder and tells the timer when requests and replies begin and end.
    final class MessageObserver: ChannelDuplexHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias InboundOut = HTTPServerRequestPart
        typealias OutboundIn = HTTPServerResponsePart
        typealias OutboundOut = HTTPServerResponsePart

        private let timer: RequestTimer

        init(_ timer: RequestTimer) { self.timer = timer }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head: timer.note { $0.headCame(at: $1) }
            case .body: break
            case .end: timer.note { deadlines, _ in deadlines.requestCame() }
            }
            context.fireChannelRead(data)
        }

        func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
            switch unwrapOutboundIn(data) {
            case .head(let head):
                // "100 Continue" is no answer yet.
                if head.status.code >= 200 { timer.note { $0.replyBegins(at: $1) } }
                context.write(data, promise: promise)
            case .body: context.write(data, promise: promise)
            case .end:
                let promise = promise ?? context.eventLoop.makePromise()
                promise.futureResult.assumeIsolated().whenComplete { _ in
                    self.timer.note { deadlines, _ in deadlines.replyWent() }
                }
                context.write(data, promise: promise)
            }
        }
    }
}

/// The time limits of one connection, as a value without sockets: it is told what happens and when.
///
/// Requests and replies have separate deadlines, since the next request may arrive before the last one is answered. The
/// first head has its time from the opening of the connection, so that one that sends nothing is closed soon. Between
/// two requests there is no deadline here; ``ServerLimits/idleTimeout`` is for that.
struct RequestDeadlines {
    private enum Arrival {
        case nothing
        case firstHead(since: NIODeadline)
        case head(since: NIODeadline)
        case body(since: NIODeadline)
    }

    private let tuning: ServerTuning
    private var arrival = Arrival.nothing
    private var replyBegan: NIODeadline?
    /// Requests whose head has come, and whose reply has not gone out.
    private var unansweredCount = 0

    init(_ tuning: ServerTuning) { self.tuning = tuning }

    /// When the connection must be closed unless something happens before; nil while there is no deadline.
    var next: NIODeadline? {
        let arrival: NIODeadline? =
            switch arrival {
            case .nothing: nil
            case .firstHead(let start), .head(let start): start + .init(tuning.headTimeout)
            case .body(let start): start + .init(tuning.requestTimeout)
            }
        let reply = replyBegan.map { $0 + .init(tuning.replyTimeout) }
        guard let arrival, let reply else { return arrival ?? reply }
        return min(arrival, reply)
    }

    /// Whether a request is under way: from its first byte until its reply has gone out.
    var isBusy: Bool {
        switch arrival {
        case .nothing, .firstHead: unansweredCount > 0
        case .head, .body: true
        }
    }

    mutating func opened(at now: NIODeadline) { arrival = .firstHead(since: now) }

    mutating func bytesCame(at now: NIODeadline) {
        switch arrival {
        case .nothing: arrival = .head(since: now)
        case .firstHead(let start): arrival = .head(since: start)
        case .head, .body: break
        }
    }

    mutating func headCame(at now: NIODeadline) {
        unansweredCount += 1
        if case .head(let start) = arrival {
            arrival = .body(since: start)
        } else {
            // Its bytes arrived together with those of the request before.
            arrival = .body(since: now)
        }
    }

    mutating func requestCame() { arrival = .nothing }

    mutating func replyBegins(at now: NIODeadline) { replyBegan = now }

    /// The last byte has gone out.
    mutating func replyWent() {
        replyBegan = nil
        // Bytes that are not HTTP have a reply, too, and no head.
        unansweredCount = max(0, unansweredCount - 1)
    }
}

import NIOCore
import Synchronization

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

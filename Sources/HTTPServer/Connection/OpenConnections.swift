import Logging
import NIOCore
import Synchronization

/// The connections that are open: so many and no more, and all of them to be cut off when the server has to end.
final class OpenConnections: Sendable {
    /// How often the log says that connections were closed for want of room.
    static let logInterval: TimeAmount = .minutes(1)

    private struct State {
        var connections: [ObjectIdentifier: OpenConnection] = [:]
        /// Closed for want of room since the log last said so.
        var closedCount = 0
        var loggedAt: NIODeadline?
    }

    private let room: ConnectionRoom
    private let logger: Logger
    private let state = Mutex(State())

    init(_ room: ConnectionRoom, logger: Logger) {
        self.room = room
        self.logger = logger
    }

    var count: Int { state.withLock(\.connections.count) }

    subscript(channel: any Channel) -> OpenConnection? {
        state.withLock { $0.connections[ObjectIdentifier(channel)] }
    }

    /// Takes in a connection that was opened. Where there is no room for it another one is cut off, or it itself.
    func add(_ channel: any Channel) -> OpenConnection {
        let id = ObjectIdentifier(channel)
        let now = channel.eventLoop.now
        let newcomer = OpenConnection(channel, at: now)
        let surplus = state.withLock { state -> OpenConnection? in
            state.connections[id] = newcomer
            guard let standing = newcomer.standing, state.connections.count > room.strangersPerAddress else {
                return nil
            }
            let all = state.connections.values.compactMap(\.standing)
            let surplus = room.surplus(afterOpening: standing, among: all)
            return surplus.flatMap { id in state.connections.values.first { ObjectIdentifier($0) == id } }
        }
        channel.closeFuture.whenComplete { _ in _ = self.state.withLock { $0.connections.removeValue(forKey: id) } }
        if let surplus {
            // The newcomer itself is not set up yet, and cannot be closed before it is.
            if surplus === newcomer { channel.eventLoop.execute { surplus.cut() } } else { surplus.cut() }
            log(at: now)
        }
        return newcomer
    }

    func cutAll() {
        for connection in state.withLock({ Array($0.connections.values) }) { connection.cut() }
    }

    private func log(at now: NIODeadline) {
        let count = state.withLock { state -> Int? in
            state.closedCount += 1
            guard state.loggedAt.map({ now - $0 >= Self.logInterval }) ?? true else { return nil }
            defer { (state.closedCount, state.loggedAt) = (0, now) }
            return state.closedCount
        }
        guard let count else { return }
        logger.warning(
            "too many connections: those of senders who showed no credential are closed first",
            metadata: ["closed": "\(count)", "limit": "\(room.connections)"])
    }
}

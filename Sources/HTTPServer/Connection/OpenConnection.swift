import NIOCore
import Synchronization

/// One open connection, and what decides whether it may stay when there is no room for all; see ``ConnectionRoom``.
final class OpenConnection: Sendable {
    private struct State {
        var isKnown = false
        var isBusy = false
        var since: NIODeadline
        var isClosing = false
    }

    let channel: any Channel
    let address: ClientAddress
    private let state: Mutex<State>

    init(_ channel: any Channel, at now: NIODeadline) {
        self.channel = channel
        address = ClientAddress(channel.remoteAddress)
        state = Mutex(State(since: now))
    }

    /// Nil once it is being closed.
    var standing: ConnectionStanding? {
        let state = state.withLock { $0 }
        guard !state.isClosing else { return nil }
        return ConnectionStanding(
            id: ObjectIdentifier(self), address: address, isKnown: state.isKnown, isBusy: state.isBusy,
            since: state.since)
    }

    /// The sender has shown on this connection that it may send.
    func becomesKnown() { state.withLock { $0.isKnown = true } }

    /// Notes whether a request is under way.
    func note(isBusy: Bool, at now: NIODeadline) {
        state.withLock { state in
            guard state.isBusy != isBusy else { return }
            state.isBusy = isBusy
            state.since = now
        }
    }

    /// As ``NIOCore/Channel/cut()``; it does not count any more then.
    func cut() {
        state.withLock { $0.isClosing = true }
        channel.cut()
    }
}

extension Channel {
    /// Closes the connection in the middle of what it is doing.
    ///
    /// A stream of body parts that just ends looks like a complete one, and half a batch like a whole one: an error goes
    /// ahead of the end.
    func cut() {
        pipeline.fireErrorCaught(ConnectionCut())
        close(promise: nil)
    }
}

/// The connection was cut off by this side.
struct ConnectionCut: Error, Hashable {}

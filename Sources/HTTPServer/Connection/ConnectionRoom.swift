import NIOCore

/// Decides which connection has to go when there are too many. A value without sockets.
///
/// Senders who have shown no credential go first: a stranger can open connections and let them lie, and must not keep
/// those out who may send. Among strangers it is the address with the most connections that loses one, an idle one before
/// one with a request under way, and the oldest first, since a sender that means well has shown its credential within
/// moments. Of senders that are known only an idle connection is closed; they send again after that.
struct ConnectionRoom: Sendable {
    /// How many connections there may be.
    let connections: Int
    /// How many of them one address may have that has shown no credential on them.
    let strangersPerAddress: Int

    /// - Parameter connections: At least 1; an address without a credential may have a quarter of them.
    init(connections: Int) {
        self.connections = max(1, connections)
        strangersPerAddress = max(1, connections / 4)
    }

    /// The connection to close, now that one has been opened.
    ///
    /// - Parameters:
    ///   - newcomer: The one that was opened last.
    ///   - all: All that are open, the newcomer included, those left out that are being closed already.
    /// - Returns: Nil while there is room; the newcomer itself where no other one may be closed for it.
    func surplus(afterOpening newcomer: ConnectionStanding, among all: [ConnectionStanding]) -> ObjectIdentifier? {
        let others = all.filter { $0.id != newcomer.id }
        let strangers = others.filter { !$0.isKnown }
        let sameAddress = strangers.filter { $0.address == newcomer.address }
        if sameAddress.count >= strangersPerAddress { return Self.first(of: sameAddress)?.id }
        guard others.count >= connections else { return nil }
        let counts = Dictionary(strangers.map { ($0.address, 1) }, uniquingKeysWith: +)
        let most = counts.values.max()
        let crowded = strangers.filter { counts[$0.address] == most }
        return (Self.first(of: crowded) ?? Self.first(of: others.filter { !$0.isBusy }) ?? newcomer).id
    }

    private static func first(of candidates: [ConnectionStanding]) -> ConnectionStanding? {
        candidates.min { ($0.isBusy ? 1 : 0, $0.since) < ($1.isBusy ? 1 : 0, $1.since) }
    }
}

/// What ``ConnectionRoom`` decides by.
struct ConnectionStanding: Sendable {
    let id: ObjectIdentifier
    let address: ClientAddress
    /// Whether the sender has shown on this connection that it may send.
    let isKnown: Bool
    /// Whether a request is under way.
    let isBusy: Bool
    /// When it was opened, or when that last changed.
    let since: NIODeadline
}

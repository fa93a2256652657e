import HTTPTypes
import NIOCore
import TextFormats

/// The other end of a connection.
struct Peer: Hashable, Sendable {
    private let address: SocketAddress?

    init(_ address: SocketAddress?) { self.address = address }

    /// Whether it is a program on this machine, as far as the connection tells.
    var isLoopback: Bool {
        switch address {
        case .v4, .v6: address?.ipAddress.map { Loopback.isLoopback(host: $0) } ?? false
        case .unixDomainSocket: true
        case nil: false
        }
    }
}

extension HTTPFields {
    /// Whether the request was made by a page in a browser, or for somebody else by a proxy.
    ///
    /// Either comes from this machine without being of it: a page that somebody has open may send requests to any
    /// address (browsers then say `Origin`), and behind a proxy everybody is on this machine.
    var isFromElsewhere: Bool {
        contains(.origin) || value(named: "Forwarded") != nil || value(named: "X-Forwarded-For") != nil
    }
}

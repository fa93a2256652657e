import HTTPTypes
import NIOCore
import RelayCore

/// The other end of a connection.
struct Peer: Hashable, Sendable {
    private let address: SocketAddress?

    init(_ address: SocketAddress?) { self.address = address }

    /// Whether it is a program on this machine, as far as the connection tells.
    var isLoopback: Bool {
        switch address {
        case .v4, .v6: address?.ipAddress.map(Self.isLoopback) ?? false
        case .unixDomainSocket: true
        case nil: false
        }
    }

    /// Whether a numeric address is this machine's own: 127.0.0.0/8, `::1`, and IPv4-mapped IPv6, `::ffff:127.0.0.1`.
    static func isLoopback(_ address: String) -> Bool {
        let mapped = "::ffff:".utf8
        let isMapped = address.utf8.starts(with: mapped)
        return ListenAddress.isLoopback(isMapped ? String(address.utf8.dropFirst(mapped.count)) ?? "" : address)
            && !address.hasBytesIgnoringCase(of: "localhost")
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

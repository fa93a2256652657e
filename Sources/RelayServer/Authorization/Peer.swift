import HTTPTypes
package import NIOCore

/// Who is at the other end of a connection.
package struct Peer: Hashable, Sendable {
    private let address: SocketAddress?

    package init(_ address: SocketAddress?) { self.address = address }

    /// Whether it is a program on this machine, as far as the connection tells.
    package var isLoopback: Bool {
        switch address {
        case .v4, .v6: address?.ipAddress.map(Self.isLoopback) ?? false
        case .unixDomainSocket: true
        case nil: false
        }
    }

    /// Whether a numeric address is this machine's own: 127.0.0.0/8, ::1, and the first in IPv6's clothes.
    package static func isLoopback(_ address: String) -> Bool {
        let bytes = address.utf8
        guard !bytes.elementsEqual("::1".utf8) else { return true }
        let mapped = "::ffff:".utf8
        let plain = bytes.starts(with: mapped) ? bytes.dropFirst(mapped.count) : bytes[...]
        guard plain.starts(with: "127.".utf8) else { return false }
        let parts = plain.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { part in UInt8(String(decoding: part, as: UTF8.self)) != nil }
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

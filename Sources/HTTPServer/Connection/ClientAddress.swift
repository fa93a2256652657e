import NIOCore
import TextFormats

/// The address of the other end of a connection, as far as it tells one sender from another.
///
/// Of an IPv6 address the first 64 bits: whoever has one address there has them all (RFC 6177, section 2).
struct ClientAddress: Hashable, Sendable {
    private let address: IPAddress?

    /// - Parameter address: Nil for a connection that has none, or has lost it; those count as one sender.
    init(_ address: SocketAddress?) {
        self.address = address?.ipAddress.flatMap(Self.parsed).map { parsed in
            parsed.family == .v4 ? parsed : IPAddress(family: .v6, bits: (parsed.bits >> 64) << 64)
        }
    }

    /// An address as the system writes it: `192.0.2.1`, `::ffff:192.0.2.1`, `fe80::1%eth0`.
    private static func parsed(_ text: String) -> IPAddress? {
        let bytes = Array(text.utf8.prefix { $0 != UInt8(ascii: "%") })
        let mapped = Array("::ffff:".utf8)
        let hasDottedTail = bytes.starts(with: mapped) && bytes.contains(UInt8(ascii: "."))
        return IPAddress(parsing: hasDottedTail ? Array(bytes.dropFirst(mapped.count)) : bytes)
    }
}

/// An `http` or `https` address taken apart, host and path in lower case.
///
/// Source of the form: RFC 3986, section 3.
public struct HTTPAddress: Hashable, Sendable {
    /// Whether the scheme is `https`.
    public let isEncrypted: Bool
    /// A name or an address, without port and brackets.
    public let host: String
    /// Begins with `/`, or is empty; without the query.
    public let path: String

    /// Nil for any other scheme, for an address without a host or one that names a user, for a port that is none, and for
    /// one that holds a byte which ``isAllowed(_:)`` refuses: such addresses are read differently by different programs.
    public init?(_ address: String) {
        guard address.utf8.allSatisfy(Self.isAllowed) else { return nil }
        let text = address.lowercased()
        let scheme = ["https://", "http://"].first { text.utf8.starts(with: $0.utf8) }
        guard let scheme else { return nil }
        isEncrypted = scheme.utf8.count == "https://".utf8.count
        let rest = text.utf8.dropFirst(scheme.utf8.count)
        let authorityEnd = rest.firstIndex { "/?".utf8.contains($0) } ?? rest.endIndex
        let authority = rest[..<authorityEnd]
        guard !authority.contains(UInt8(ascii: "@")), let host = Self.host(of: authority) else { return nil }
        self.host = host
        path = String(decoding: rest[authorityEnd...].prefix { $0 != UInt8(ascii: "?") }, as: UTF8.self)
    }

    private static func host(of authority: Substring.UTF8View) -> String? {
        let host: Substring.UTF8View
        let port: Substring.UTF8View
        if authority.first == UInt8(ascii: "[") {
            guard let close = authority.firstIndex(of: UInt8(ascii: "]")) else { return nil }
            host = authority[authority.index(after: authority.startIndex)..<close]
            port = authority[authority.index(after: close)...]
        } else {
            let colon = authority.firstIndex(of: UInt8(ascii: ":")) ?? authority.endIndex
            host = authority[..<colon]
            port = authority[colon...]
        }
        let isBracketed = authority.first == UInt8(ascii: "[")
        guard !host.isEmpty, host.allSatisfy({ isHostByte($0) || isBracketed && $0 == UInt8(ascii: ":") }),
            port.isEmpty || port.first == UInt8(ascii: ":") && isPort(port.dropFirst())
        else { return nil }
        return String(decoding: host, as: UTF8.self)
    }

    /// Whether a byte may stand in a name, or a numeric address: RFC 3986's unreserved characters.
    public static func isHostByte(_ byte: UInt8) -> Bool { byte.isASCIIAlphanumeric || "-._~".utf8.contains(byte) }

    /// Whether a text is a port: 1 to 65535 in decimal digits, without a zero in front.
    public static func isPort(_ digits: some Collection<UInt8>) -> Bool {
        guard (1...5).contains(digits.count), digits.allSatisfy(\.isASCIIDigit), digits.first != UInt8(ascii: "0")
        else {
            return false
        }
        return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) } <= 65_535
    }

    /// Whether a byte may stand in an address as it is: RFC 3986's reserved and unreserved characters, less `#`, and `%`.
    public static func isAllowed(_ byte: UInt8) -> Bool {
        byte.isASCIIAlphanumeric || "-()_.!~*';/?:@&=+$,%[]".utf8.contains(byte)
    }

    /// Whether the host is this machine.
    public var isLoopback: Bool { Loopback.isLoopback(host: host) }
}

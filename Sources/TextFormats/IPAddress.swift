/// An IPv4 or IPv6 address as EventBridge reads one from a string.
///
/// Dotted: four decimal numbers to 255, at most fifteen characters in all, leading zeros allowed. With colons: groups
/// of hexadecimal digits to `ffff`, `::` once for groups of zeros; no dotted tail, no zone. An IPv4-mapped IPv6 address
/// (`::ffff:a00:1`) is the IPv4 address.
///
/// Source: event-ruler's CIDR and Constants, with the forms that java.net.InetAddress takes.
public struct IPAddress: Hashable, Sendable {
    /// Which of the two kinds of address.
    public enum Family: UInt8, Hashable, Sendable {
        case v4, v6

        /// Bits in an address.
        public var width: Int { self == .v4 ? 32 : 128 }
    }

    /// `v4` also for an IPv4-mapped IPv6 address.
    public let family: Family
    /// The address as a number; of an IPv4 address the low 32 bits, the others zero.
    public let bits: UInt128

    /// - Parameter bits: No more than the family's ``Family/width``; not checked.
    public init(family: Family, bits: UInt128) {
        self.family = family
        self.bits = bits
    }

    /// - Parameter text: a string's value; nil when it is no address.
    public init?(parsing text: Span<UInt8>) {
        guard text.count >= 2, text.count <= Self.textBytesLimit else { return nil }
        // An address begins with a digit, a hexadecimal letter or a colon; most strings do not get past here.
        guard text[0] == UInt8(ascii: ":") || text[0].isASCIIHexDigit else { return nil }
        var index = 0
        while index < text.count, text[index].isASCIIHexDigit { index += 1 }
        guard index < text.count else { return nil }
        switch text[index] {
        case UInt8(ascii: "."): self.init(dotted: text)
        case UInt8(ascii: ":"): self.init(groups: text)
        default: return nil
        }
    }

    /// - Parameter text: a string's value; nil when it is no address.
    public init?(parsing text: [UInt8]) {
        self.init(parsing: text.span)
    }

    /// Whether a text has the form of an address, whatever its numbers: four decimal numbers with dots, or only
    /// hexadecimal digits and colons with at least one colon.
    public static func hasForm(_ text: [UInt8]) -> Bool {
        if text.contains(UInt8(ascii: ":")) {
            return text.allSatisfy { $0 == UInt8(ascii: ":") || $0.isASCIIHexDigit }
        }
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { $0.isASCIIDigit } }
    }

    /// Longer texts are refused. Java sets no bound for groups with leading zeros; real addresses stay far below this.
    public static let textBytesLimit = 256
    private static let dottedBytesLimit = 15

    private init?(dotted text: Span<UInt8>) {
        guard text.count <= Self.dottedBytesLimit else { return nil }
        var bits: UInt128 = 0
        var octet = 0
        var digits = 0
        var dots = 0
        for index in text.indices {
            let byte = text[index]
            if byte == UInt8(ascii: ".") {
                guard digits > 0, dots < 3 else { return nil }
                bits = bits << 8 | UInt128(octet)
                (octet, digits) = (0, 0)
                dots += 1
            } else {
                guard byte.isASCIIDigit else { return nil }
                octet = octet * 10 + Int(byte - UInt8(ascii: "0"))
                guard octet <= 255 else { return nil }
                digits += 1
            }
        }
        guard digits > 0, dots == 3 else { return nil }
        self.init(family: .v4, bits: bits << 8 | UInt128(octet))
    }

    private init?(groups text: Span<UInt8>) {
        var bits: UInt128 = 0
        var groups = 0
        /// How many groups stand before `::`.
        var gap: Int?
        var value = 0
        var digits = 0
        var index = 0
        if text[0] == UInt8(ascii: ":") {
            guard text[1] == UInt8(ascii: ":") else { return nil }
            index = 1
        }
        while index < text.count {
            let byte = text[index]
            index += 1
            if let digit = byte.asciiHexValue {
                value = value << 4 | Int(digit)
                guard value <= 0xFFFF else { return nil }
                digits += 1
                continue
            }
            guard byte == UInt8(ascii: ":") else { return nil }
            if digits == 0 {
                guard gap == nil else { return nil }
                gap = groups
                continue
            }
            guard index < text.count, groups < 8 else { return nil }
            bits = bits << 16 | UInt128(value)
            groups += 1
            (value, digits) = (0, 0)
        }
        if digits > 0 {
            guard groups < 8 else { return nil }
            bits = bits << 16 | UInt128(value)
            groups += 1
        }
        if let gap {
            guard groups < 8 else { return nil }
            let tail = (groups - gap) * 16
            let low = tail == 0 ? 0 : bits & (UInt128.max >> (128 - tail))
            bits = gap == 0 ? low : (bits >> tail) << ((8 - gap) * 16) | low
        } else {
            guard groups == 8 else { return nil }
        }
        let isMapped = bits >> 32 == 0xFFFF
        self.init(family: isMapped ? .v4 : .v6, bits: isMapped ? bits & 0xFFFF_FFFF : bits)
    }
}

/// Tests whether a host name or address means this machine, so that no other machine can reach it or be reached by it.
public enum Loopback {
    /// - Parameter host: A name, or a numeric address without brackets and port.
    /// - Returns: True for `localhost`, for 127.0.0.0/8, for `::1` however it is written, and for the IPv6 forms of the
    ///   IPv4 addresses (`::ffff:127.0.0.1`). Other names are not looked up: what they stand for may change.
    public static func isLoopback(host: some StringProtocol) -> Bool {
        if host.hasBytes(ofIgnoringCase: "localhost") { return true }
        let bytes = Array(host.utf8)
        // IPAddress reads addresses as EventBridge does, which knows no dotted tail; resolvers and sockets write one.
        let mapped = Array("::ffff:".utf8)
        let hasTail = bytes.count > mapped.count && zip(bytes, mapped).allSatisfy { $0.asciiLowercased == $1 }
        let tail = hasTail ? IPAddress(parsing: Array(bytes[mapped.count...])) : nil
        guard let address = tail ?? IPAddress(parsing: bytes) else { return false }
        return switch address.family {
        case .v4: address.bits >> 24 == 127
        case .v6: address.bits == 1
        }
    }
}

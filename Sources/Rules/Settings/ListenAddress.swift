import TextFormats

/// Where a server listens: `127.0.0.1:8765`, `localhost:8765`, `[::1]:8765`.
///
/// Port 0 lets the system choose one.
public struct ListenAddress: Hashable, Sendable {
    /// A name or an address, an IPv6 address without its brackets.
    public let host: String
    public let port: Int

    public static let portRange = 0...65_535

    /// Nil for what is no such address.
    public init?(parsing text: String) {
        let bytes = Array(text.utf8)
        guard let colon = bytes.lastIndex(of: UInt8(ascii: ":")), let port = Self.port(bytes[(colon + 1)...]) else {
            return nil
        }
        let name = bytes[..<colon]
        if name.first == UInt8(ascii: "["), name.last == UInt8(ascii: "]") {
            host = String(decoding: name.dropFirst().dropLast(), as: UTF8.self)
            guard host.utf8.count >= 2, host.utf8.allSatisfy({ $0.isASCIIHexDigit || $0 == UInt8(ascii: ":") }) else {
                return nil
            }
        } else {
            guard let first = name.first, let last = name.last, first.isASCIIAlphanumeric, last.isASCIIAlphanumeric,
                name.allSatisfy({ $0.isASCIIAlphanumeric || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") })
            else { return nil }
            host = String(decoding: name, as: UTF8.self)
        }
        self.port = port
    }

    /// The form as an ECMA-262 regular expression.
    static let regex =
        #"^(?:[A-Za-z0-9](?:[A-Za-z0-9.\-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:]{2,}\]):"#
        + "(?:0|[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])$"

    /// Decimal digits without a zero in front.
    private static func port(_ digits: ArraySlice<UInt8>) -> Int? {
        guard (1...5).contains(digits.count), digits.allSatisfy(\.isASCIIDigit),
            digits.count == 1 || digits.first != UInt8(ascii: "0")
        else { return nil }
        let port = digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        return portRange.contains(port) ? port : nil
    }
}

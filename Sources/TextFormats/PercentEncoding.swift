/// Text in an address or a form, where bytes are written `%XX`.
///
/// Source: RFC 3986, sections 2.1 to 2.3.
public enum PercentEncoding {
    private static let digits = Array("0123456789ABCDEF".utf8)

    /// Every byte but the unreserved characters (letters, digits, `-`, `.`, `_`, `~`) as `%XX`.
    public static func encoded(_ text: some StringProtocol) -> String {
        String(decoding: encoded(text.utf8), as: UTF8.self)
    }

    /// - Parameter keepingSlash: Whether `/` stays too, as in the path of a signed request.
    public static func encoded(_ bytes: some Sequence<UInt8>, keepingSlash: Bool = false) -> [UInt8] {
        var output: [UInt8] = []
        for byte in bytes {
            switch byte {
            case _ where byte.isASCIIAlphanumeric, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                output.append(byte)
            case UInt8(ascii: "/") where keepingSlash: output.append(byte)
            default: output += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 0xF)]]
            }
        }
        return output
    }

    /// The bytes that `%XX` stand for; a `%` that two hexadecimal digits do not follow stays as it is.
    public static func decoded(_ text: some Collection<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        var rest = text[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let value = Hexadecimal.bytes(of: rest.prefix(2)), value.count == 1 {
                output += value
                rest = rest.dropFirst(2)
            } else {
                output.append(byte)
            }
        }
        return output
    }
}

/// Bytes as pairs of hexadecimal digits, as digests and signatures are written.
public enum Hexadecimal {
    private static let digits = Array("0123456789abcdef".utf8)

    /// The digits of the bytes, in lower case.
    public static func text(of bytes: some Sequence<UInt8>) -> String {
        var output: [UInt8] = []
        for byte in bytes { output += [digits[Int(byte >> 4)], digits[Int(byte & 0xF)]] }
        return String(decoding: output, as: UTF8.self)
    }

    /// The bytes that pairs of digits of either case stand for; nil for any other text.
    public static func bytes(of text: some Collection<UInt8>) -> [UInt8]? {
        guard text.count.isMultiple(of: 2) else { return nil }
        var output: [UInt8] = []
        var high: UInt8?
        for character in text {
            guard let digit = character.asciiHexValue else { return nil }
            if let first = high {
                output.append(first << 4 | digit)
                high = nil
            } else {
                high = digit
            }
        }
        return output
    }
}

/// Base64 with the standard alphabet, padded to a multiple of four.
///
/// Source: RFC 4648, section 4.
public enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// The text that stands for the bytes.
    public static func encoded(_ bytes: some Sequence<UInt8>) -> String {
        var output: [UInt8] = []
        var (bits, byteCount) = (0, 0)
        func append(_ bits: Int, _ byteCount: Int) {
            for index in 0..<4 {
                output.append(index <= byteCount ? alphabet[bits >> (18 - 6 * index) & 0x3F] : UInt8(ascii: "="))
            }
        }
        for byte in bytes {
            bits |= Int(byte) << (16 - 8 * byteCount)
            byteCount += 1
            if byteCount == 3 {
                append(bits, byteCount)
                (bits, byteCount) = (0, 0)
            }
        }
        if byteCount > 0 { append(bits, byteCount) }
        return String(decoding: output, as: UTF8.self)
    }

    /// The bytes that a text stands for; nil for text that is not Base64, line breaks and blanks included.
    public static func decoded(_ text: some BidirectionalCollection<UInt8>) -> [UInt8]? {
        guard text.count.isMultiple(of: 4) else { return nil }
        let padding = text.reversed().prefix(2).prefix { $0 == UInt8(ascii: "=") }.count
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 4 * 3)
        var (bits, bitCount): (UInt32, UInt32) = (0, 0)
        for character in text.dropLast(padding) {
            guard let value = value(character) else { return nil }
            bits = bits << 6 | value
            bitCount += 6
            guard bitCount >= 8 else { continue }
            bitCount -= 8
            bytes.append(UInt8(truncatingIfNeeded: bits >> bitCount))
        }
        // The bits that padding leaves over must be zero, or two texts would stand for the same bytes.
        return bits & (1 << bitCount - 1) == 0 ? bytes : nil
    }

    private static func value(_ character: UInt8) -> UInt32? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character - UInt8(ascii: "a") + 26)
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(character - UInt8(ascii: "0") + 52)
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}

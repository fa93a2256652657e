/// The two spellings of a string: its value, and its text between the quotes of a JSON document.
public enum JSONString {
    /// Appends the value of a string to `output`, given its text between the quotes, which must be valid.
    ///
    /// The value is UTF-8, with one exception: a lone surrogate, which JSON can spell and UTF-8 cannot, becomes the
    /// three bytes that UTF-8's scheme would give it (WTF-8), so that two spellings compare equal only if they are.
    public static func appendValue(of text: Span<UInt8>, to output: inout [UInt8]) {
        var index = 0
        let end = text.count
        while index < end {
            let byte = text[index]
            guard byte == UInt8(ascii: "\\"), index + 1 < end else {
                output.append(byte)
                index += 1
                continue
            }
            let escaped = text[index + 1]
            index += 2
            switch escaped {
            case UInt8(ascii: "b"): output.append(0x08)
            case UInt8(ascii: "f"): output.append(0x0C)
            case UInt8(ascii: "n"): output.append(0x0A)
            case UInt8(ascii: "r"): output.append(0x0D)
            case UInt8(ascii: "t"): output.append(0x09)
            case UInt8(ascii: "u"):
                var unit = codeUnit(in: text, at: index)
                index += 4
                if unit & 0xFC00 == 0xD800, index + 6 <= end, text[index] == UInt8(ascii: "\\"),
                    text[index + 1] == UInt8(ascii: "u")
                {
                    let low = codeUnit(in: text, at: index + 2)
                    if low & 0xFC00 == 0xDC00 {
                        unit = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
                        index += 6
                    }
                }
                appendUTF8(unit, to: &output)
            default: output.append(escaped)
            }
        }
    }

    /// The value of a string as bytes; see ``appendValue(of:to:)``.
    public static func value(of text: Span<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(text.count)
        appendValue(of: text, to: &output)
        return output
    }

    /// Appends a value as JSON text without the quotes: `"`, `\` and control characters escaped, all else as it is.
    public static func appendText(of value: some Sequence<UInt8>, to output: inout [UInt8]) {
        let done: Void? = value.withContiguousStorageIfAvailable { bytes in
            unsafe appendText(of: bytes, to: &output)
        }
        if done == nil { unsafe Array(value).withUnsafeBufferPointer { unsafe appendText(of: $0, to: &output) } }
    }

    /// All between bytes that are escaped goes over in one piece.
    private static func appendText(of value: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
        var pieceStart = 0
        for index in value.indices {
            let byte = unsafe value[index]
            guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
            unsafe output.append(contentsOf: value[pieceStart..<index])
            appendEscape(of: byte, to: &output)
            pieceStart = index + 1
        }
        unsafe output.append(contentsOf: value[pieceStart...])
    }

    private static func appendEscape(of byte: UInt8, to output: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            output.append(UInt8(ascii: "\\"))
            output.append(byte)
        case 0x0A: output.append(contentsOf: "\\n".utf8)
        case 0x0D: output.append(contentsOf: "\\r".utf8)
        case 0x09: output.append(contentsOf: "\\t".utf8)
        default:
            output.append(contentsOf: "\\u00".utf8)
            output.append(hexDigits[Int(byte >> 4)])
            output.append(hexDigits[Int(byte & 0xF)])
        }
    }

    /// Appends a value as a JSON string, quotes included.
    public static func appendQuoted(_ value: some Sequence<UInt8>, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\""))
        appendText(of: value, to: &output)
        output.append(UInt8(ascii: "\""))
    }

    /// A value as a JSON string, quotes included.
    public static func quoted(_ value: String) -> String {
        var output: [UInt8] = []
        appendQuoted(value.utf8, to: &output)
        return String(decoding: output, as: UTF8.self)
    }

    static func hexDigit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
        default: nil
        }
    }

    private static let hexDigits = Array("0123456789abcdef".utf8)

    private static func codeUnit(in text: Span<UInt8>, at start: Int) -> UInt32 {
        var unit: UInt32 = 0
        for index in start..<min(start + 4, text.count) { unit = unit << 4 | (hexDigit(text[index]) ?? 0) }
        return unit
    }

    private static func appendUTF8(_ scalar: UInt32, to output: inout [UInt8]) {
        switch scalar {
        case 0..<0x80: output.append(UInt8(scalar))
        case 0x80..<0x800:
            output.append(UInt8(0xC0 | scalar >> 6))
            output.append(UInt8(0x80 | scalar & 0x3F))
        case 0x800..<0x10000:
            output.append(UInt8(0xE0 | scalar >> 12))
            output.append(UInt8(0x80 | scalar >> 6 & 0x3F))
            output.append(UInt8(0x80 | scalar & 0x3F))
        default:
            output.append(UInt8(0xF0 | scalar >> 18 & 0x07))
            output.append(UInt8(0x80 | scalar >> 12 & 0x3F))
            output.append(UInt8(0x80 | scalar >> 6 & 0x3F))
            output.append(UInt8(0x80 | scalar & 0x3F))
        }
    }
}

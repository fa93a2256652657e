/// UTF-8 in which a lone surrogate, which JSON can spell, is the three bytes that UTF-8's scheme would give it.
enum WTF8 {
    /// How many bytes the sequence at an index has; one for a byte that begins none.
    static func width(ofSequenceAt index: Int, in text: [UInt8]) -> Int {
        let width =
            switch text[index] {
            case 0xC0..<0xE0: 2
            case 0xE0..<0xF0: 3
            case 0xF0...: 4
            default: 1
            }
        return min(width, text.count - index)
    }

    /// The character that a sequence stands for; nil for a lone surrogate.
    static func scalar(_ bytes: [UInt8]) -> Unicode.Scalar? {
        Unicode.Scalar(value(bytes))
    }

    private static func value(_ bytes: [UInt8]) -> UInt32 {
        guard let first = bytes.first else { return 0 }
        let head: UInt32 = bytes.count == 1 ? UInt32(first) : UInt32(first) & (0x7F >> UInt32(bytes.count))
        return bytes.dropFirst().reduce(head) { $0 << 6 | UInt32($1 & 0x3F) }
    }

    /// The UTF-16 units of a text.
    static func utf16(_ text: [UInt8]) -> [UInt16] {
        var units: [UInt16] = []
        units.reserveCapacity(text.count)
        var index = 0
        while index < text.count {
            let width = width(ofSequenceAt: index, in: text)
            let value = value(Array(text[index..<index + width]))
            index += width
            if value >= 0x10000 {
                units.append(UInt16(truncatingIfNeeded: 0xD7C0 + value >> 10))
                units.append(UInt16(truncatingIfNeeded: 0xDC00 | value & 0x3FF))
            } else {
                units.append(UInt16(truncatingIfNeeded: value))
            }
        }
        return units
    }

    /// The text of UTF-16 units; a pair of surrogates becomes one character.
    static func bytes(ofUTF16 units: some Collection<UInt16>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(units.count)
        var high: UInt32?
        for unit in units {
            let value = UInt32(unit)
            if let first = high {
                high = nil
                if value & 0xFC00 == 0xDC00 {
                    append(0x10000 + (first & 0x3FF) << 10 + value & 0x3FF, to: &bytes)
                    continue
                }
                append(first, to: &bytes)
            }
            if value & 0xFC00 == 0xD800 { high = value } else { append(value, to: &bytes) }
        }
        if let high { append(high, to: &bytes) }
        return bytes
    }

    private static func append(_ value: UInt32, to bytes: inout [UInt8]) {
        if value < 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: value))
            return
        }
        let following = value < 0x800 ? 1 : value < 0x10000 ? 2 : 3
        let mark: UInt32 = following == 1 ? 0xC0 : following == 2 ? 0xE0 : 0xF0
        bytes.append(UInt8(truncatingIfNeeded: mark | value >> UInt32(6 * following)))
        for index in (0..<following).reversed() {
            bytes.append(UInt8(truncatingIfNeeded: 0x80 | (value >> UInt32(6 * index)) & 0x3F))
        }
    }
}

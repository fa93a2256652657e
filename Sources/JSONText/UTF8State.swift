/// Where in a UTF-8 sequence a reader stands. Refuses overlong forms, surrogates and values past U+10FFFF.
///
/// Source: Unicode Standard, table 3-7, "Well-Formed UTF-8 Byte Sequences".
struct UTF8State: Hashable, Sendable {
    private var remaining: UInt8 = 0
    private var lowest: UInt8 = 0x80
    private var highest: UInt8 = 0xBF

    /// Whether no sequence is open.
    var isComplete: Bool { remaining == 0 }

    /// Takes the next byte; false when it cannot stand here.
    mutating func accepts(_ byte: UInt8) -> Bool {
        if remaining > 0 {
            guard byte >= lowest, byte <= highest else { return false }
            remaining -= 1
            (lowest, highest) = (0x80, 0xBF)
            return true
        }
        switch byte {
        case 0..<0x80: return true
        case 0xC2...0xDF: remaining = 1
        case 0xE0: (remaining, lowest) = (2, 0xA0)
        case 0xED: (remaining, highest) = (2, 0x9F)
        case 0xE1...0xEF: remaining = 2
        case 0xF0: (remaining, lowest) = (3, 0x90)
        case 0xF1...0xF3: remaining = 3
        case 0xF4: (remaining, highest) = (3, 0x8F)
        default: return false
        }
        return true
    }
}

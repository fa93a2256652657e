/// Text made safe and measured for a terminal.
enum TerminalText {
    /// The text without anything that could move the cursor, start an escape sequence, turn the direction of writing or
    /// hide: control characters but line ends become U+FFFD, and invisible characters go.
    static func safe(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x0A: result.append(scalar)
            case 0x09: result.append(" ")
            case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029: result.append("\u{FFFD}")
            case 0x200C, 0x200D, 0xFE00...0xFE0F: result.append(scalar)
            default: if !scalar.properties.isDefaultIgnorableCodePoint { result.append(scalar) }
            }
        }
        return String(result)
    }

    /// How many columns a text takes up, about: wide scripts and emoji take two, marks none.
    static func columns(of text: some StringProtocol) -> Int {
        text.reduce(0) { $0 + columns(of: $1) }
    }

    static func columns(of character: Character) -> Int {
        guard let scalar = character.unicodeScalars.first else { return 0 }
        if scalar.properties.isEmojiPresentation || character.unicodeScalars.contains("\u{FE0F}") { return 2 }
        switch scalar.value {
        case 0x0300...0x036F, 0x200C, 0x200D, 0xFE00...0xFE0F: return 0
        // East Asian Wide and Fullwidth, in the coarse ranges that terminals share.
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }
}

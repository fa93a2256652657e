import Diagnostics

extension PatternReader {
    /// Reads the rest of `true`, `false` or `null`.
    mutating func word(_ word: String, _ token: Token) throws(PatternError) -> Token {
        try match(word, matched: 1)
        tokenUnits = tokenUnits.lowerBound..<index
        return token
    }

    /// The error of a value that begins with none of the characters a value can begin with.
    mutating func oddValue(_ unit: UInt16) throws(PatternError) -> PatternError {
        switch unit {
        case UInt16(ascii: "N"):
            try match("NaN", matched: 1)
            return mistake(.notANumber("NaN"), marking: tokenUnits.lowerBound..<index)
        case UInt16(ascii: "I"):
            try match("Infinity", matched: 1)
            return mistake(.notANumber("Infinity"), marking: tokenUnits.lowerBound..<index)
        case UInt16(ascii: "+"):
            guard index < units.count else { return endOfInput(.afterPlus) }
            index += 1
            return try signWithoutDigit(isNegative: false)
        default:
            return Self.isIdentifierStart(unit)
                ? unknownWord(matched: index - 1..<index) : unexpected(.value)
        }
    }

    /// The error of a sign and the unit just read after it, which is no digit.
    mutating func signWithoutDigit(isNegative: Bool) throws(PatternError) -> PatternError {
        let sign = isNegative ? "-" : "+"
        if units[index - 1] == UInt16(ascii: "I") {
            guard index < units.count else { return endOfInput(.afterPlus) }
            index += 1
            let spelling: String? =
                switch units[index - 1] {
                case UInt16(ascii: "N"): sign + "INF"
                case UInt16(ascii: "n"): sign + "Infinity"
                default: nil
                }
            if let spelling {
                try match(spelling, matched: 3)
                return mistake(.notANumber(spelling), marking: tokenUnits.lowerBound..<index)
            }
        }
        let found = isNegative ? units[index - 1] : UInt16(ascii: "+")
        return mistake(
            .unexpectedInNumber(found, isNegative ? .digitAfterMinus : .noPlus),
            marking: tokenUnits.lowerBound..<index, at: index - 1)
    }

    /// Reads the rest of a word of which so many units have been read; nothing that continues a word may follow.
    private mutating func match(_ word: String, matched: Int) throws(PatternError) {
        let start = index - matched
        for unit in word.utf16.dropFirst(matched) {
            guard index < units.count, units[index] == unit else { throw unknownWord(matched: start..<index) }
            index += 1
        }
        if index < units.count, units[index] >= UInt16(ascii: "0"), Self.isIdentifierPart(units[index]) {
            throw unknownWord(matched: start..<index)
        }
    }

    /// Reads on to the end of what looks like a word, for the message.
    private mutating func unknownWord(matched: Range<Int>) -> PatternError {
        var isCut = false
        while index < units.count, Self.isIdentifierPart(units[index]) {
            index += 1
            isCut = index - matched.lowerBound >= Self.wordUnitsLimit
            if isCut { break }
        }
        let range = matched.lowerBound..<index
        let word = String(decoding: WTF8.bytes(ofUTF16: units[range]), as: UTF8.self)
        return PatternError(
            .syntax(.unknownWord(word + (isCut ? "..." : ""))), source: source, range: text.bytes(range),
            reportedLocations: [location], suggestion: Spelling.nearest(to: word, among: ["true", "false", "null"]))
    }

    /// How much of an unknown word a message shows.
    private static let wordUnitsLimit = 256

    /// Java's rule for the first character of a name.
    private static func isIdentifierStart(_ unit: UInt16) -> Bool {
        guard let category = Unicode.Scalar(unit)?.properties.generalCategory else { return false }
        switch category {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .letterNumber,
            .currencySymbol, .connectorPunctuation:
            return true
        default: return false
        }
    }

    /// Java's rule for the further characters of a name.
    private static func isIdentifierPart(_ unit: UInt16) -> Bool {
        if isIdentifierStart(unit) { return true }
        switch unit {
        case 0...0x08, 0x0E...0x1B, 0x7F...0x9F: return true
        default: break
        }
        switch Unicode.Scalar(unit)?.properties.generalCategory {
        case .decimalNumber, .spacingMark, .nonspacingMark, .format: return true
        default: return false
        }
    }
}

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

extension PatternReader {
    /// Reads a number whose first unit, a digit or a minus sign, has been read.
    mutating func number() throws(PatternError) -> Token {
        let start = index - 1
        let isNegative = units[start] == UInt16(ascii: "-")
        if isNegative { try minus() }
        // Jackson has a second way to read a number that begins with zero or reaches the end of the text, and reports
        // another place for its errors.
        let firstDigit = index - 1
        let beginsWithZero = units[firstDigit] == UInt16(ascii: "0")
        if beginsWithZero, isDigit(at: index) {
            throw mistake(.leadingZero, marking: start..<index + 1)
        }
        skipDigits()
        let mark = index
        var digits = index - firstDigit
        if index < units.count, units[index] == UInt16(ascii: ".") {
            index += 1
            let fraction = index
            skipDigits()
            digits += index - fraction
            if index == fraction {
                throw missingDigit(.digitAfterPoint, from: start, mark: beginsWithZero ? nil : mark)
            }
        }
        if index < units.count, units[index] | 0x20 == UInt16(ascii: "e") {
            index += 1
            guard index < units.count else { throw endOfInput(.inExponent) }
            if units[index] == UInt16(ascii: "+") || units[index] == UInt16(ascii: "-") {
                index += 1
                guard index < units.count else { throw endOfInput(.inExponent) }
            }
            let exponent = index
            skipDigits()
            digits += index - exponent
            if index == exponent {
                throw missingDigit(.digitAfterExponent, from: start, mark: beginsWithZero ? nil : mark)
            }
        }
        if isAtRoot, index < units.count, !Self.isSpace(units[index]) {
            index += 1
            throw unexpected(.rootSpace)
        }
        tokenUnits = start..<index
        guard digits <= EventPattern.numberCharactersLimit else {
            throw PatternError(
                .numberTooLong(characters: digits), source: source, range: text.bytes(tokenUnits))
        }
        return .number
    }

    /// The text of the number read last.
    var numberText: [UInt8] {
        units[tokenUnits].map { UInt8(truncatingIfNeeded: $0) }
    }

    /// Reads the first digit after a minus sign.
    private mutating func minus() throws(PatternError) {
        guard index < units.count else { throw endOfInput(.afterMinus) }
        index += 1
        if isDigit(at: index - 1) { return }
        if units[index - 1] == UInt16(ascii: ".") { throw unexpected(.value) }
        throw try signWithoutDigit(isNegative: true)
    }

    /// The error of a number that breaks off before a unit that should be a digit.
    ///
    /// - Parameter mark: where the whole part ended, which is where Jackson's quick way of reading still stands; nil
    ///   for the other way.
    private func missingDigit(
        _ expectation: JSONMistake.NumberExpectation, from start: Int, mark: Int?
    ) -> PatternError {
        // At the end of the text Jackson blames the last character it has.
        let found = min(index, units.count - 1)
        return mistake(
            .unexpectedInNumber(units[found], expectation), marking: start..<found + 1,
            at: index < units.count ? mark ?? found : found)
    }

    private mutating func skipDigits() {
        while isDigit(at: index) { index += 1 }
    }

    private func isDigit(at index: Int) -> Bool {
        index < units.count && units[index] &- UInt16(ascii: "0") < 10
    }
}

import Diagnostics

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

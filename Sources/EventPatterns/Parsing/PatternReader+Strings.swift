import Diagnostics

extension PatternReader {
    /// The value of the string token read last; reads it to its end if that has not been done.
    mutating func stringValue() throws(PatternError) -> [UInt8] {
        if isInString {
            isInString = false
            let start = index - 1
            stringText = try string(.value)
            tokenUnits = start..<index
        }
        return stringText
    }

    mutating func skipString() throws(PatternError) {
        _ = try stringValue()
    }

    /// The units of the token read last, for marking: a string to its closing quote, even if it has not been read.
    var wholeTokenUnits: Range<Int> {
        guard isInString else { return tokenUnits }
        var ahead = self
        return (try? ahead.stringValue()).map { _ in ahead.tokenUnits } ?? tokenUnits
    }

    /// Reads a string from after its opening quote past its closing one.
    mutating func string(_ kind: JSONMistake.StringKind) throws(PatternError) -> [UInt8] {
        var content: [UInt16] = []
        while index < units.count {
            let unit = units[index]
            index += 1
            switch unit {
            case UInt16(ascii: "\""): return WTF8.bytes(ofUTF16: content)
            case UInt16(ascii: "\\"): content.append(try escape())
            case 0..<0x20: throw mistake(.controlCharacter(unit, in: kind), marking: index - 1..<index, at: index - 1)
            default: content.append(unit)
            }
        }
        throw endOfInput(kind == .key ? .key : .string)
    }

    private mutating func escape() throws(PatternError) -> UInt16 {
        guard index < units.count else { throw endOfInput(.escape) }
        let unit = units[index]
        index += 1
        switch unit {
        case UInt16(ascii: "b"): return 0x08
        case UInt16(ascii: "t"): return 0x09
        case UInt16(ascii: "n"): return 0x0A
        case UInt16(ascii: "f"): return 0x0C
        case UInt16(ascii: "r"): return 0x0D
        case UInt16(ascii: "\""), UInt16(ascii: "/"), UInt16(ascii: "\\"): return unit
        case UInt16(ascii: "u"): break
        default: throw mistake(.unknownEscape(unit), marking: index - 2..<index, at: index - 1)
        }
        var value: UInt16 = 0
        for _ in 0..<4 {
            guard index < units.count else { throw endOfInput(.escape) }
            let digit = units[index]
            index += 1
            guard let digitValue = Self.hexDigit(digit) else { throw unexpected(.hexDigit) }
            value = value << 4 | digitValue
        }
        return value
    }

    private static func hexDigit(_ unit: UInt16) -> UInt16? {
        switch unit {
        case UInt16(ascii: "0")...UInt16(ascii: "9"): unit - UInt16(ascii: "0")
        case UInt16(ascii: "a")...UInt16(ascii: "f"): unit - UInt16(ascii: "a") + 10
        case UInt16(ascii: "A")...UInt16(ascii: "F"): unit - UInt16(ascii: "A") + 10
        default: nil
        }
    }
}

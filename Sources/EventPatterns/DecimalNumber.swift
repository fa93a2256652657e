/// A JSON number as an exact decimal: never rounded, any spelling of one value equal.
///
/// The first nineteen significant digits are kept, left aligned, with the power of ten of the first digit. So
/// `3.0e2`, `300` and `300.00` all become:
///
///     significand 3_000_000_000_000_000_000, exponent 2
///
/// which makes comparing two numbers the comparison of sign, exponent and significand. `-0` equals `0`. A number
/// with more digits is ordered by those nineteen, and is never ``isComparable``.
public struct DecimalNumber: Hashable, Sendable {
    /// How many significant digits are kept: as many as always fit in 64 bits.
    public static let digitsLimit = 19

    public let isNegative: Bool
    /// Zero, or from 10¹⁸ to 10¹⁹ - 1.
    public let significand: UInt64
    /// The power of ten of the first significant digit, held within an `Int32`'s bounds; zero for zero.
    public let exponent: Int32
    /// Whether no digit but zero was dropped.
    public let isExact: Bool

    init(isNegative: Bool, significand: UInt64, exponent: Int32, isExact: Bool) {
        self.isNegative = isNegative && significand != 0
        self.significand = significand
        self.exponent = significand == 0 ? 0 : exponent
        self.isExact = isExact
    }

    /// - Parameter text: a number as JSON spells it; nil for anything else.
    public init?(parsing text: Span<UInt8>) {
        var digits = Digits()
        var index = 0
        let end = text.count
        let isNegative = end > 0 && text[0] == UInt8(ascii: "-")
        if isNegative { index = 1 }

        let integerStart = index
        while index < end, let digit = Self.digit(text[index]) {
            digits.append(digit, isFraction: false)
            index += 1
        }
        guard index > integerStart else { return nil }
        if text[integerStart] == UInt8(ascii: "0"), index > integerStart + 1 { return nil }
        if index < end, text[index] == UInt8(ascii: ".") {
            index += 1
            let fractionStart = index
            while index < end, let digit = Self.digit(text[index]) {
                digits.append(digit, isFraction: true)
                index += 1
            }
            guard index > fractionStart else { return nil }
        }
        var power = 0
        if index < end, text[index] | 0x20 == UInt8(ascii: "e") {
            guard let exponent = Self.exponent(in: text, after: index) else { return nil }
            power = exponent
            index = end
        }
        guard index == end else { return nil }
        self.init(
            isNegative: isNegative, significand: digits.leftAligned,
            exponent: Int32(clamping: digits.exponent + power), isExact: digits.isExact)
    }

    /// - Parameter text: a number as JSON spells it; nil for anything else.
    public init?(parsing text: [UInt8]) {
        self.init(parsing: text.span)
    }

    /// The signed digits after `e`, to the end of the text; beyond a million million they no longer count.
    private static func exponent(in text: Span<UInt8>, after mark: Int) -> Int? {
        var index = mark + 1
        var isNegative = false
        if index < text.count, text[index] == UInt8(ascii: "-") || text[index] == UInt8(ascii: "+") {
            isNegative = text[index] == UInt8(ascii: "-")
            index += 1
        }
        guard index < text.count else { return nil }
        var value = 0
        while index < text.count {
            guard let digit = digit(text[index]) else { return nil }
            value = min(value * 10 + Int(digit), 1_000_000_000_000)
            index += 1
        }
        return isNegative ? -value : value
    }

    @inline(__always)
    private static func digit(_ byte: UInt8) -> UInt8? {
        let digit = byte &- UInt8(ascii: "0")
        return digit < 10 ? digit : nil
    }

    /// Digits as they are read: zeros in front dropped, those at the end held back until another digit follows.
    private struct Digits {
        var significand: UInt64 = 0
        var count = 0
        var heldZeros = 0
        /// The power of ten of the first significant digit.
        var exponent = -1
        var isExact = true

        mutating func append(_ digit: UInt8, isFraction: Bool) {
            if !isFraction, count > 0 || digit != 0 { exponent += 1 }
            if digit == 0 {
                if count > 0 { heldZeros += 1 } else if isFraction { exponent -= 1 }
                return
            }
            while heldZeros > 0 {
                heldZeros -= 1
                keep(0)
            }
            keep(digit)
        }

        private mutating func keep(_ digit: UInt8) {
            guard count < DecimalNumber.digitsLimit else {
                if digit != 0 { isExact = false }
                heldZeros = 0
                return
            }
            significand = significand * 10 + UInt64(digit)
            count += 1
        }

        var leftAligned: UInt64 {
            guard count > 0 else { return 0 }
            var aligned = significand
            for _ in count..<DecimalNumber.digitsLimit { aligned *= 10 }
            return aligned
        }
    }
}

extension DecimalNumber: Comparable {
    /// By value; numbers that differ only beyond the digits kept count as equal, unless just one of them has such digits.
    public static func < (left: Self, right: Self) -> Bool {
        guard left.isNegative == right.isNegative else { return left.isNegative }
        return left.isNegative
            ? right.isNearerToZero(than: left) : left.isNearerToZero(than: right)
    }

    private func isNearerToZero(than other: Self) -> Bool {
        if significand == 0 || other.significand == 0 { return significand == 0 && other.significand != 0 }
        if exponent != other.exponent { return exponent < other.exponent }
        if significand != other.significand { return significand < other.significand }
        return isExact && !other.isExact
    }
}

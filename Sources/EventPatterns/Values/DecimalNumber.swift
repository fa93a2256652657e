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

    /// The sign; false for zero.
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
        let end = text.count
        let isNegative = end > 0 && text[0] == UInt8(ascii: "-")
        let integerStart = isNegative ? 1 : 0
        var index = digits.read(text, from: integerStart)
        guard index > integerStart else { return nil }
        if index > integerStart &+ 1, text[integerStart] == UInt8(ascii: "0") { return nil }
        var exponent = digits.count &- 1
        if index < end, text[index] == UInt8(ascii: ".") {
            let fractionStart = index &+ 1
            index = digits.read(text, from: fractionStart)
            guard index > fractionStart else { return nil }
            // Zeros in front of the first digit that counts take as many powers of ten away.
            if exponent < 0 { exponent = digits.count &- 1 &- (index &- fractionStart) }
        }
        if index < end {
            guard text[index] | 0x20 == UInt8(ascii: "e"), let power = Self.exponent(in: text, after: index) else {
                return nil
            }
            exponent += power
        }
        self.init(
            isNegative: isNegative, significand: digits.leftAligned, exponent: Int32(clamping: exponent),
            isExact: digits.isExact)
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

    private static func digit(_ byte: UInt8) -> UInt8? {
        let digit = byte &- UInt8(ascii: "0")
        return digit < 10 ? digit : nil
    }

    /// Digits as they are read, zeros in front dropped.
    private struct Digits {
        var significand: UInt64 = 0
        /// From the first digit that is not zero on, those dropped at the end included.
        var count = 0
        var isExact = true

        /// Reads digits from an offset on and returns where they end.
        @inline(__always)
        mutating func read(_ text: Span<UInt8>, from start: Int) -> Int {
            var index = start
            // Eight at a time while they fit whole: coordinates and times have many.
            while index &+ 8 <= text.count, count > 0, count &+ 8 <= DecimalNumber.digitsLimit,
                let eight = text.word(at: index).eightDigits
            {
                significand = significand &* 100_000_000 &+ eight
                count &+= 8
                index &+= 8
            }
            while index < text.count {
                let digit = text[index] &- UInt8(ascii: "0")
                guard digit < 10 else { break }
                index &+= 1
                if count == 0, digit == 0 { continue }
                if count < DecimalNumber.digitsLimit {
                    significand = significand &* 10 &+ UInt64(digit)
                } else if digit != 0 {
                    isExact = false
                }
                count &+= 1
            }
            return index
        }

        var leftAligned: UInt64 {
            var aligned = significand
            var missing = DecimalNumber.digitsLimit &- count
            while missing >= 4 {
                aligned &*= 10_000
                missing &-= 4
            }
            while missing > 0 {
                aligned &*= 10
                missing &-= 1
            }
            return aligned
        }
    }
}

extension UInt64 {
    /// The number that eight bytes spell as decimal digits, the first byte the lowest; nil unless all are digits.
    ///
    /// Pairs of digits are joined into numbers to 99, those into numbers to 9,999, and those into the whole.
    @inline(__always)
    fileprivate var eightDigits: UInt64? {
        let digits = UInt64(littleEndian: self) ^ 0x3030_3030_3030_3030
        guard (digits | (digits &+ 0x0606_0606_0606_0606)) & 0xF0F0_F0F0_F0F0_F0F0 == 0 else { return nil }
        let pairs = (digits &* 10 &+ digits >> 8) & 0x00FF_00FF_00FF_00FF
        let fours = (pairs &* 100 &+ pairs >> 16) & 0x0000_FFFF_0000_FFFF
        return (fours &* 10_000 &+ fours >> 32) & 0xFFFF_FFFF
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

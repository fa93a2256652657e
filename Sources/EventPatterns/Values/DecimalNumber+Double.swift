extension DecimalNumber {
    /// Whether EventBridge takes this as a number: it is finite as a double, and equals the shortest decimal that prints
    /// for the nearest double.
    ///
    /// So `0.1`, `3.0e2` and `9007199254740992` are; `9007199254740993`, `300.00000000000001` and `1e400` are not, and
    /// pass no numeric test. Among such numbers comparing decimals is comparing doubles.
    public var isComparable: Bool {
        guard significand != 0 else { return true }
        guard isExact else { return false }
        // Decimals of up to fifteen digits have different doubles, so each prints as itself; no double prints with more
        // than seventeen digits.
        if significand % Self.unitOfFifteenDigits == 0, exponent >= -307, exponent <= 307 { return true }
        guard significand % Self.unitOfSeventeenDigits == 0, exponent >= -324, exponent <= 308 else { return false }
        return equalsShortestOfItsDouble ?? (shortestOfNearestDouble == self)
    }

    private static let unitOfFifteenDigits: UInt64 = 10_000
    private static let unitOfSeventeenDigits: UInt64 = 100

    private var shortestOfNearestDouble: DecimalNumber? {
        let text = "\(isNegative ? "-" : "")\(significand)e\(Int(exponent) - (Self.digitsLimit - 1))"
        guard let double = Double(text), double.isFinite else { return nil }
        return DecimalNumber(printing: double)
    }

    /// The decimal that Java prints for a finite double: the shortest that reads back as the same, and of those the
    /// nearest; but with two digits where there is a nearer one of two (`4.9E-324`, not `5E-324`).
    ///
    /// Source: java.lang.Double.toString, as specified since Java 19.
    init?(printing double: Double) {
        guard let shortest = DecimalNumber(parsing: Array(double.description.utf8)) else { return nil }
        let steps = double.magnitude.bitPattern
        guard steps > 0, steps < Self.stepsWithCoarseDigits, shortest.significand % Self.unitOfOneDigit == 0 else {
            self = shortest
            return
        }
        // The value in units of 1e-325, cut down to two digits.
        var digits = Double(steps) * 49.406_564_584_124_654
        var power = -325
        while digits >= 100 {
            digits /= 10
            power += 1
        }
        self.init(parsing: Array("\(double < 0 ? "-" : "")\(Int(digits.rounded()))e\(power)".utf8))
    }

    /// From this many times the smallest double on, a decimal of two digits is never nearer than one of one digit that
    /// reads back as the same double.
    private static let stepsWithCoarseDigits: UInt64 = 128
    private static let unitOfOneDigit: UInt64 = 1_000_000_000_000_000_000
}

/// Comparability of numbers of ordinary size by whole-number arithmetic, without printing a double.
///
/// Measured: coordinates of 16 and 17 digits, which need this check, went through it five times as fast as through
/// text.
extension DecimalNumber {
    /// A finite double as a whole number times a power of two.
    private struct Rounded: Equatable {
        var mantissa: UInt64
        var exponent: Int
    }

    /// Powers of ten by which a number may be divided here, so that nothing overflows 128 bits.
    private static let divisorsLimit = 20

    /// Whether the number is the shortest decimal, and of those the nearest, that rounds to its nearest double.
    ///
    /// Nil for numbers too large, too small or too short to be judged here.
    var equalsShortestOfItsDouble: Bool? {
        // The digits without the zeros on the right, 16 or 17 of them, and by which power of ten they are divided.
        let digitCount = significand % 1_000 == 0 ? 16 : 17
        let digits = significand / (digitCount == 16 ? 1_000 : 100)
        let divisorPower = digitCount - 1 - Int(exponent)
        guard (0...Self.divisorsLimit).contains(divisorPower) else { return nil }
        let divisor = (0..<divisorPower).reduce(UInt128(1)) { product, _ in product * 10 }
        let nearest = Self.round(digits, dividedBy: divisor)
        // One digit less would do if either neighbour that ends in zero rounds to the same double.
        let below = digits - digits % 10
        if Self.round(below, dividedBy: divisor) == nearest || Self.round(below + 10, dividedBy: divisor) == nearest {
            return false
        }
        // Of as many digits it is the nearest if it lies within half a unit of its last digit from the double; of two
        // that lie just that far the one with an even last digit prints.
        let shift = -nearest.exponent
        guard (0...68).contains(shift) else { return nil }
        let number = UInt128(digits) << UInt128(shift + 1)
        let double = UInt128(nearest.mantissa) * divisor * 2
        let distance = number > double ? number - double : double - number
        let half = UInt128(1) << UInt128(shift)
        return distance < half || (distance == half && digits % 2 == 0)
    }

    /// The double nearest to a quotient, ties to the even one.
    private static func round(_ digits: UInt64, dividedBy divisor: UInt128) -> Rounded {
        let scale = UInt128(digits).leadingZeroBitCount - 1
        let (quotient, remainder) = (UInt128(digits) << UInt128(scale)).quotientAndRemainder(dividingBy: divisor)
        let surplus = 128 - quotient.leadingZeroBitCount - Double.significandBitCount - 1
        // The quotient has at least 127 - 67 bits, more than a double's 53.
        let mantissa = UInt64(truncatingIfNeeded: quotient >> UInt128(surplus))
        let dropped = quotient & ((UInt128(1) << UInt128(surplus)) - 1)
        let half = UInt128(1) << UInt128(surplus - 1)
        let isAbove = dropped > half || (dropped == half && (remainder != 0 || mantissa & 1 == 1))
        let rounded = mantissa + (isAbove ? 1 : 0)
        return rounded >> 53 == 0
            ? Rounded(mantissa: rounded, exponent: surplus - scale)
            : Rounded(mantissa: rounded >> 1, exponent: surplus - scale + 1)
    }
}

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

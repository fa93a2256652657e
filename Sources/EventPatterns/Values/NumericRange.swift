import TextFormats

/// What a `numeric` expression accepts: every comparable number between two bounds, of which one may be missing.
///
/// `["=", 5]` is the range from 5 to 5, both included.
public struct NumericRange: Hashable, Sendable {
    /// One end of a range.
    public struct Bound: Hashable, Sendable {
        /// The number at which the range ends.
        public let value: DecimalNumber
        /// Whether the number itself belongs to the range.
        public let isInclusive: Bool

        /// - Parameter isInclusive: As ``isInclusive``.
        public init(_ value: DecimalNumber, isInclusive: Bool) {
            self.value = value
            self.isInclusive = isInclusive
        }
    }

    /// Nil when there is no lower bound.
    public let lower: Bound?
    /// Nil when there is no upper bound.
    public let upper: Bound?

    /// - Parameters: The two ends; the lower one below the upper one, which is not checked.
    public init(lower: Bound?, upper: Bound?) {
        self.lower = lower
        self.upper = upper
    }

    /// The range that contains one number only.
    public init(equalTo value: DecimalNumber) {
        let bound = Bound(value, isInclusive: true)
        self.init(lower: bound, upper: bound)
    }

    /// - Parameter number: the text of a number in an event.
    public func accepts(_ number: Span<UInt8>) -> Bool {
        guard let value = DecimalNumber(parsing: number) else { return false }
        return contains(value) && value.isComparable
    }

    /// Whether the value lies between the bounds, comparable or not.
    public func contains(_ value: DecimalNumber) -> Bool {
        if let lower, value < lower.value || (value == lower.value && !lower.isInclusive) { return false }
        if let upper, upper.value < value || (value == upper.value && !upper.isInclusive) { return false }
        return true
    }
}

/// A number that stands in a pattern as a plain value.
///
/// It equals event numbers of the same value in any spelling. An integer that is not comparable
/// (``DecimalNumber/isComparable``) equals the same text: `[9007199254740993]` matches `9007199254740993` and not
/// `9007199254740993.0`. Any other number that is not comparable equals nothing, not even itself: `[1e309]` does not match
/// `1e309`.
///
/// Source: what EventBridge was recorded to answer (`fixtures/verdicts/aws-probes.jsonl`, `precision-…`).
public struct PatternNumber: Hashable, Sendable {
    /// The number as the pattern spells it.
    public let text: [UInt8]
    /// The number as an exact decimal.
    public let value: DecimalNumber
    /// As ``DecimalNumber/isComparable``.
    public let isComparable: Bool

    init(text: [UInt8], value: DecimalNumber) {
        self.text = text
        self.value = value
        isComparable = value.isComparable
    }

    /// Whether it is written with neither a fraction nor an exponent.
    private var isInteger: Bool { text.allSatisfy { $0 == UInt8(ascii: "-") || $0.isASCIIDigit } }

    /// - Parameter number: the text of a number in an event.
    public func accepts(_ number: Span<UInt8>) -> Bool {
        guard isComparable else { return isInteger && text.span.hasEqualBytes(to: number) }
        // What equals a comparable number is itself comparable, so the event's number need not be asked.
        return DecimalNumber(parsing: number) == value
    }
}

/// What a `numeric` expression accepts: every comparable number between two bounds, of which one may be missing.
///
/// `["=", 5]` is the range from 5 to 5, both included.
public struct NumericRange: Hashable, Sendable {
    public struct Bound: Hashable, Sendable {
        public let value: DecimalNumber
        public let isInclusive: Bool

        public init(_ value: DecimalNumber, isInclusive: Bool) {
            self.value = value
            self.isInclusive = isInclusive
        }
    }

    public let lower: Bound?
    public let upper: Bound?

    public init(lower: Bound?, upper: Bound?) {
        self.lower = lower
        self.upper = upper
    }

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

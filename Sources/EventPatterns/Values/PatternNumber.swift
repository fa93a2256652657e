/// A number that stands in a pattern as a plain value.
///
/// It equals event numbers of the same value in any spelling, or, where it is not comparable
/// (``DecimalNumber/isComparable``), of the same text: `[9007199254740993]` matches `9007199254740993` and not
/// `9007199254740993.0`.
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

    /// - Parameter number: the text of a number in an event.
    public func accepts(_ number: Span<UInt8>) -> Bool {
        guard isComparable else { return text.span.hasEqualBytes(to: number) }
        // What equals a comparable number is itself comparable, so the event's number need not be asked.
        return DecimalNumber(parsing: number) == value
    }
}

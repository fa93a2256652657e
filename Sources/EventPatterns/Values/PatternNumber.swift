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
    public let value: DecimalNumber
    public let isComparable: Bool

    init(text: [UInt8], value: DecimalNumber) {
        self.text = text
        self.value = value
        isComparable = value.isComparable
    }

    /// Whether it is written with neither a fraction nor an exponent.
    private var isInteger: Bool {
        text.allSatisfy { $0 == UInt8(ascii: "-") || UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    }

    /// - Parameter number: the text of a number in an event.
    public func accepts(_ number: Span<UInt8>) -> Bool {
        guard isComparable else { return isInteger && text.span.hasEqualBytes(to: number) }
        // What equals a comparable number is itself comparable, so the event's number need not be asked.
        return DecimalNumber(parsing: number) == value
    }
}

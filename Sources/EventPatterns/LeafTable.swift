import JSONText

/// The leaves of one event that some pattern asks for, by field.
///
/// Reused from event to event: nothing is freed or cleared that was not touched.
struct LeafTable: Sendable {
    struct Leaf: Sendable {
        var kind: LeafKind
        /// Whether the value stands in ``LeafTable/unescaped`` and not in the event.
        var isUnescaped: Bool
        /// A string's contents without the quotes, or another value's text.
        var start: Int32
        var end: Int32
        /// The innermost array element around it, as an index of ``LeafTable/memberships``; 0 for none.
        var membership: Int32
        /// A number's value as an index of ``LeafTable/decimals``; -1 when no test of the field compares numbers.
        var decimal: Int32
        /// The next leaf of the same field, -1 at the end.
        var next: Int32
    }

    /// One element of one array, and the element of the enclosing array that holds it.
    struct Membership: Hashable, Sendable {
        var parent: Int32
        var array: Int32
        var element: Int32
    }

    private(set) var leaves: [Leaf] = []
    private(set) var unescaped: [UInt8] = []
    private(set) var decimals: [DecimalNumber] = []
    private(set) var memberships = [Membership(parent: 0, array: -1, element: -1)]
    /// The first leaf of each field, -1 for none.
    private(set) var first: [Int32]
    /// Whether a leaf of the field stands inside an element of an array.
    private(set) var isInArray: [Bool]
    private var touched: [Int32] = []

    /// Whether the event has more values than the scan handles; ``PatternMatcher`` then parses it instead.
    var isFull: Bool { leaves.count &+ memberships.count > PatternMatcher.valuesLimit }

    init(fields: Int) {
        first = Array(repeating: -1, count: fields)
        isInArray = Array(repeating: false, count: fields)
    }

    mutating func removeAll() {
        guard !touched.isEmpty || memberships.count > 1 else { return }
        for field in touched {
            first[Int(field)] = -1
            isInArray[Int(field)] = false
        }
        touched.removeAll(keepingCapacity: true)
        leaves.removeAll(keepingCapacity: true)
        unescaped.removeAll(keepingCapacity: true)
        decimals.removeAll(keepingCapacity: true)
        if memberships.count > 1 { memberships.removeLast(memberships.count - 1) }
    }

    mutating func enter(array: Int32, element: Int32, in parent: Int32) -> Int32 {
        memberships.append(Membership(parent: parent, array: array, element: element))
        return Int32(truncatingIfNeeded: memberships.count &- 1)
    }

    @inline(__always)
    mutating func add(
        _ kind: LeafKind, _ range: Range<Int>, isUnescaped: Bool, field: Int, membership: Int32,
        decimal: DecimalNumber? = nil
    ) {
        if first[field] < 0 { touched.append(Int32(truncatingIfNeeded: field)) }
        if membership != 0 { isInArray[field] = true }
        var decimalIndex: Int32 = -1
        if let decimal {
            decimalIndex = Int32(truncatingIfNeeded: decimals.count)
            decimals.append(decimal)
        }
        leaves.append(
            Leaf(
                kind: kind, isUnescaped: isUnescaped, start: Int32(truncatingIfNeeded: range.lowerBound),
                end: Int32(truncatingIfNeeded: range.upperBound), membership: membership, decimal: decimalIndex,
                next: first[field]))
        first[field] = Int32(truncatingIfNeeded: leaves.count &- 1)
    }

    /// Undoes a string's escapes and says where its value stands in ``unescaped``.
    mutating func unescape(_ text: Span<UInt8>) -> Range<Int> {
        let start = unescaped.count
        JSONString.appendValue(of: text, to: &unescaped)
        return start..<unescaped.count
    }
}

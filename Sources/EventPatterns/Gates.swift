/// How an event's values lead to the alternatives that may accept it.
///
/// Each alternative is filed under one of its fields, its gate: the one whose values are shared with the fewest other
/// alternatives. Only alternatives that a value of the event leads to are tested at all, so that a thousand rules cost
/// little more than one. What a gate lets through is still tested in full.
///
/// A few flat arrays, as in ``LeafTests``, and for the same reason.
struct Gates: Sendable {
    /// The gate of one field.
    private struct Gate: Sendable {
        var isUsed = false
        /// Alternatives that only need the field to be there, as a range of ``Gates/alternatives``.
        var present: Range<Int32> = 0..<0
        var hasExact = false
        var hasFolded = false
        /// The lengths of heads and tails in use, as ranges of ``Gates/lengths``.
        var heads: Range<Int32> = 0..<0
        var tails: Range<Int32> = 0..<0
    }

    private enum Kind: Int32, CaseIterable {
        case exact, folded, head, tail
    }

    private var gates: [Gate]
    private var alternatives: [Int32] = []
    /// What the table's numbers stand for: ranges of ``alternatives``.
    private var lists: [Range<Int32>] = []
    private var lengths: [Int32] = []
    private var table = ByteStringTable([])

    /// - Parameter members: for each field, which alternatives are filed under which key.
    init(_ members: [[(key: GateKey, alternative: Int32)]]) {
        gates = Array(repeating: Gate(), count: members.count)
        var filed: [ByteStringTable.Key: [Int32]] = [:]
        for (field, members) in members.enumerated() where !members.isEmpty {
            gates[field].isUsed = true
            let start = Int32(alternatives.count)
            var lengths: [Kind: Set<Int32>] = [:]
            for (key, alternative) in members {
                guard let kind = Self.kind(of: key) else {
                    alternatives.append(alternative)
                    continue
                }
                for value in key.values {
                    lengths[kind, default: []].insert(Int32(value.count))
                    let label = Self.label(field, kind)
                    filed[.init(label: label, bytes: value, isFolded: kind == .folded), default: []].append(alternative)
                }
            }
            gates[field].present = start..<Int32(alternatives.count)
            gates[field].hasExact = lengths[.exact] != nil
            gates[field].hasFolded = lengths[.folded] != nil
            gates[field].heads = keep(lengths[.head])
            gates[field].tails = keep(lengths[.tail])
        }
        var values: [(ByteStringTable.Key, Int32)] = []
        for (key, list) in filed {
            values.append((key, Int32(lists.count)))
            lists.append(Int32(alternatives.count)..<Int32(alternatives.count + list.count))
            alternatives += list
        }
        table = ByteStringTable(values)
    }

    private mutating func keep(_ lengths: Set<Int32>?) -> Range<Int32> {
        let start = Int32(self.lengths.count)
        self.lengths += (lengths ?? []).sorted()
        return start..<Int32(self.lengths.count)
    }

    private static func kind(of key: GateKey) -> Kind? {
        switch key {
        case .exact: .exact
        case .folded: .folded
        case .heads: .head
        case .tails: .tail
        case .present: nil
        }
    }

    @inline(__always)
    private static func label(_ field: Int, _ kind: Kind) -> Int32 {
        Int32(truncatingIfNeeded: field &* Kind.allCases.count) &+ kind.rawValue
    }

    @inline(__always)
    func isUsed(_ field: Int) -> Bool { gates[field].isUsed }

    /// Calls `body` with each alternative that a leaf of a field leads to, some perhaps more than once.
    @inline(__always)
    func forEachAlternative(_ field: Int, _ kind: LeafKind, _ value: Span<UInt8>, _ body: (Int32) -> Void) {
        let gate = gates[field]
        for index in gate.present { body(alternatives[Int(index)]) }
        guard kind == .string else { return }
        if gate.hasExact { find(value, Self.label(field, .exact), isFolded: false, body) }
        if gate.hasFolded { find(value, Self.label(field, .folded), isFolded: true, body) }
        for index in gate.heads {
            let length = Int(lengths[Int(index)])
            guard length <= value.count else { break }
            find(value.extracting(0..<length), Self.label(field, .head), isFolded: false, body)
        }
        for index in gate.tails {
            let length = Int(lengths[Int(index)])
            guard length <= value.count else { break }
            find(value.extracting(value.count &- length..<value.count), Self.label(field, .tail), isFolded: false, body)
        }
    }

    @inline(__always)
    private func find(_ value: Span<UInt8>, _ label: Int32, isFolded: Bool, _ body: (Int32) -> Void) {
        guard let list = table.value(of: value, label: label, isFolded: isFolded) else { return }
        for index in lists[Int(list)] { body(alternatives[Int(index)]) }
    }
}

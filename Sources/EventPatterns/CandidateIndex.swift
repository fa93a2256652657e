/// Finds the alternatives that an event's values may satisfy: an inverted index from values to alternatives.
///
/// Each alternative is entered under one of its fields only: the one whose values are shared with the fewest other
/// alternatives. Only alternatives that a value of the event finds are tested, so that a thousand rules cost little more
/// than one. A candidate is still tested in full.
///
/// A few flat arrays, as in ``CompiledTests``, and for the same reason.
struct CandidateIndex: Sendable {
    /// What the index holds for one field.
    private struct FieldEntry: Sendable {
        var isUsed = false
        /// Alternatives that only need the field to be there, as a range of ``CandidateIndex/alternatives``.
        var present: Range<Int32> = 0..<0
        var hasExact = false
        var hasFolded = false
        /// The lengths of prefixes and suffixes in use, as ranges of ``CandidateIndex/lengths``.
        var prefixes: Range<Int32> = 0..<0
        var suffixes: Range<Int32> = 0..<0
    }

    private enum Kind: Int32, CaseIterable {
        case exact, folded, prefix, suffix
    }

    private var entries: [FieldEntry]
    private var alternatives: [Int32] = []
    /// What the table's numbers stand for: ranges of ``alternatives``.
    private var lists: [Range<Int32>] = []
    private var lengths: [Int32] = []
    private var table = ByteStringTable([])

    /// - Parameter members: for each field, which alternatives are entered under which key.
    init(_ members: [[(key: IndexKey, alternative: Int32)]]) {
        entries = Array(repeating: FieldEntry(), count: members.count)
        var filed: [ByteStringTable.Key: [Int32]] = [:]
        for (field, members) in members.enumerated() where !members.isEmpty {
            entries[field].isUsed = true
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
            entries[field].present = start..<Int32(alternatives.count)
            entries[field].hasExact = lengths[.exact] != nil
            entries[field].hasFolded = lengths[.folded] != nil
            entries[field].prefixes = keep(lengths[.prefix])
            entries[field].suffixes = keep(lengths[.suffix])
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

    private static func kind(of key: IndexKey) -> Kind? {
        switch key {
        case .exact: .exact
        case .folded: .folded
        case .prefixes: .prefix
        case .suffixes: .suffix
        case .present: nil
        }
    }

    @inline(__always)
    private static func label(_ field: Int, _ kind: Kind) -> Int32 {
        Int32(truncatingIfNeeded: field &* Kind.allCases.count) &+ kind.rawValue
    }

    @inline(__always)
    func isUsed(_ field: Int) -> Bool { entries[field].isUsed }

    /// Calls `body` with each alternative that a leaf of a field finds, some perhaps more than once.
    @inline(__always)
    func forEachAlternative(_ field: Int, _ kind: LeafKind, _ value: Span<UInt8>, _ body: (Int32) -> Void) {
        let entry = entries[field]
        for index in entry.present { body(alternatives[Int(index)]) }
        guard kind == .string else { return }
        if entry.hasExact { find(value, Self.label(field, .exact), isFolded: false, body) }
        if entry.hasFolded { find(value, Self.label(field, .folded), isFolded: true, body) }
        for index in entry.prefixes {
            let length = Int(lengths[Int(index)])
            guard length <= value.count else { break }
            find(value.extracting(0..<length), Self.label(field, .prefix), isFolded: false, body)
        }
        for index in entry.suffixes {
            let length = Int(lengths[Int(index)])
            guard length <= value.count else { break }
            find(
                value.extracting(value.count &- length..<value.count), Self.label(field, .suffix), isFolded: false, body
            )
        }
    }

    @inline(__always)
    private func find(_ value: Span<UInt8>, _ label: Int32, isFolded: Bool, _ body: (Int32) -> Void) {
        guard let list = table.value(of: value, label: label, isFolded: isFolded) else { return }
        for index in lists[Int(list)] { body(alternatives[Int(index)]) }
    }
}

/// A condition on a leaf that every test of a field implies and that a table look-up can check: the key under which
/// ``CandidateIndex`` holds an alternative.
enum IndexKey: Hashable {
    /// The whole value is one of these.
    case exact(Set<[UInt8]>)
    /// The whole value is one of these but for the case of ASCII letters; they are in lower case.
    case folded(Set<[UInt8]>)
    /// The value begins with one of these.
    case prefixes(Set<[UInt8]>)
    /// The value ends with one of these.
    case suffixes(Set<[UInt8]>)
    /// There is a leaf, whatever its value.
    case present

    /// Nil when the field may be absent: then an event without any such leaf can match too.
    init?(_ tests: [PatternTest]) {
        guard !tests.contains(.absent) else { return nil }
        if let values = Self.all(tests, { if case .string(let value) = $0 { value } else { nil } }) {
            self = .exact(values)
        } else if let values = Self.all(tests, \.foldedValue) {
            self = .folded(values)
        } else if let prefixes = Self.all(tests, \.requiredPrefix) {
            self = .prefixes(prefixes)
        } else if let suffixes = Self.all(tests, \.requiredSuffix) {
            self = .suffixes(suffixes)
        } else {
            self = .present
        }
    }

    private static func all(_ tests: [PatternTest], _ value: (PatternTest) -> [UInt8]?) -> Set<[UInt8]>? {
        let values = tests.compactMap(value)
        return values.count == tests.count ? Set(values) : nil
    }

    var values: Set<[UInt8]> {
        switch self {
        case .exact(let values), .folded(let values), .prefixes(let values), .suffixes(let values): values
        case .present: []
        }
    }

    /// How selective the key is: a lower rank finds fewer alternatives for an arbitrary value.
    var rank: Int {
        switch self {
        case .exact, .folded: 0
        case .prefixes, .suffixes: 1
        case .present: 2
        }
    }
}

extension PatternTest {
    /// The value in lower case that every accepted string has but for the case of ASCII letters.
    fileprivate var foldedValue: [UInt8]? {
        switch self {
        case .string(let value): value.map(\.lowercasedASCII)
        case .equalsIgnoreCase(let text): text.lowercasedASCII
        default: nil
        }
    }

    /// The bytes with which every accepted string begins; nil when there are none or other leaves are accepted too.
    fileprivate var requiredPrefix: [UInt8]? {
        switch self {
        case .string(let value), .prefix(let value): value.isEmpty ? nil : value
        case .wildcard(let wildcard): wildcard.pieces.first.flatMap { $0.isEmpty ? nil : $0 }
        default: nil
        }
    }

    /// The bytes with which every accepted string ends; nil when there are none or other leaves are accepted too.
    fileprivate var requiredSuffix: [UInt8]? {
        switch self {
        case .string(let value), .suffix(let value): value.isEmpty ? nil : value
        case .wildcard(let wildcard): wildcard.pieces.last.flatMap { $0.isEmpty ? nil : $0 }
        default: nil
        }
    }
}

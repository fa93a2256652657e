/// What has to be true of a leaf for any test of a field to accept it, as far as a table look-up can tell.
enum GateKey: Hashable {
    /// The whole value is one of these.
    case exact(Set<[UInt8]>)
    /// The whole value is one of these but for the case of ASCII letters; they are in lower case.
    case folded(Set<[UInt8]>)
    /// The value begins with one of these.
    case heads(Set<[UInt8]>)
    /// The value ends with one of these.
    case tails(Set<[UInt8]>)
    /// Nothing but that there is a leaf.
    case present

    /// Nil when the field may be absent, so that no leaf need lead to it.
    init?(_ tests: [PatternTest]) {
        guard !tests.contains(.absent) else { return nil }
        if let values = Self.all(tests, { if case .string(let value) = $0 { value } else { nil } }) {
            self = .exact(values)
        } else if let values = Self.all(tests, \.folded) {
            self = .folded(values)
        } else if let heads = Self.all(tests, \.head) {
            self = .heads(heads)
        } else if let tails = Self.all(tests, \.tail) {
            self = .tails(tails)
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
        case .exact(let values), .folded(let values), .heads(let values), .tails(let values): values
        case .present: []
        }
    }

    /// How much an unknown value is let through, the smaller the better.
    var rank: Int {
        switch self {
        case .exact, .folded: 0
        case .heads, .tails: 1
        case .present: 2
        }
    }
}

extension PatternTest {
    /// The value in lower case that every accepted string has but for the case of ASCII letters.
    fileprivate var folded: [UInt8]? {
        switch self {
        case .string(let value): value.map(\.lowercasedASCII)
        case .equalsIgnoreCase(let text): text.lowercasedASCII
        default: nil
        }
    }

    /// The bytes with which every accepted string begins; nil when there are none or other leaves are accepted too.
    fileprivate var head: [UInt8]? {
        switch self {
        case .string(let value), .prefix(let value): value.isEmpty ? nil : value
        case .wildcard(let wildcard): wildcard.pieces.first.flatMap { $0.isEmpty ? nil : $0 }
        default: nil
        }
    }

    /// The bytes with which every accepted string ends; nil when there are none or other leaves are accepted too.
    fileprivate var tail: [UInt8]? {
        switch self {
        case .string(let value), .suffix(let value): value.isEmpty ? nil : value
        case .wildcard(let wildcard): wildcard.pieces.last.flatMap { $0.isEmpty ? nil : $0 }
        default: nil
        }
    }
}

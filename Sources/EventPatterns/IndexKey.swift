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

/// What an `anything-but` expression excludes; it accepts every other leaf, of whatever kind.
public enum AnythingBut: Hashable, Sendable {
    /// Strings equal to one of these, byte for byte.
    case strings([[UInt8]])
    /// All comparable. A number is excluded by value, however it is spelt.
    case numbers([DecimalNumber])
    /// Strings that begin with one of these.
    case prefixes([[UInt8]])
    /// Strings that end with one of these.
    case suffixes([[UInt8]])
    /// Strings equal to one of these but for the case of letters.
    case equalsIgnoreCase([CaseFoldedText])
    /// Strings that match one of these.
    case wildcards([Wildcard])

    /// Whether a leaf is excluded; never for a kind of value that the list does not contain.
    public func excludes(_ kind: LeafKind, _ value: Span<UInt8>) -> Bool {
        if case .numbers(let numbers) = self {
            guard kind == .number, let number = DecimalNumber(parsing: value) else { return false }
            return numbers.contains(number)
        }
        guard kind == .string else { return false }
        switch self {
        case .strings(let strings): return strings.contains { value.hasEqualBytes(to: $0.span) }
        case .prefixes(let prefixes): return prefixes.contains { value.hasPrefix($0.span) }
        case .suffixes(let suffixes): return suffixes.contains { value.hasSuffix($0.span) }
        case .equalsIgnoreCase(let texts): return texts.contains { $0.equals(value) }
        case .wildcards(let wildcards): return wildcards.contains { $0.matches(value) }
        case .numbers: return false
        }
    }
}

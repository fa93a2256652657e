/// What an `anything-but` expression excludes; it accepts every other leaf, of whatever kind.
public enum AnythingBut: Hashable, Sendable {
    case strings([[UInt8]])
    /// All comparable; they exclude by value, whatever the spelling.
    case numbers([DecimalNumber])
    case prefixes([[UInt8]])
    case suffixes([[UInt8]])
    case equalsIgnoreCase([CaseFoldedText])
    case wildcards([Wildcard])

    /// Whether a leaf is among what is excluded; never for a kind the list does not speak of.
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

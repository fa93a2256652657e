public import TextFormats

/// One entry of a value array in a pattern: what a leaf must be.
public enum PatternTest: Hashable, Sendable {
    /// This text, byte for byte; also `exactly`.
    case string([UInt8])
    /// A plain string that reads as an address: the same address in any spelling.
    case address(IPAddress, text: [UInt8])
    /// A plain number.
    case number(PatternNumber)
    case `true`, `false`, null
    /// A string that begins with these bytes.
    case prefix([UInt8])
    /// A string that ends with these bytes.
    case suffix([UInt8])
    /// A string equal to this but for the case of letters.
    case equalsIgnoreCase(CaseFoldedText)
    /// A string that begins with this but for the case of letters.
    case prefixIgnoreCase(CaseFoldedText)
    /// A string that ends with this but for the case of letters.
    case suffixIgnoreCase(CaseFoldedText)
    /// A string that matches the wildcard.
    case wildcard(Wildcard)
    /// A number in the range.
    case numeric(NumericRange)
    /// A string that is an address in the range.
    case cidr(AddressRange)
    /// `exists: true`: any leaf.
    case exists
    /// `exists: false`: the field must have no leaf. No leaf passes this test; absence is decided by
    /// ``PatternField/acceptsAbsence``.
    case absent
    /// Any leaf that is not excluded.
    case anythingBut(AnythingBut)

    /// Whether a leaf passes.
    ///
    /// - Parameter value: a string's value with escapes undone, a number's text; not looked at for other kinds.
    public func accepts(_ kind: LeafKind, _ value: Span<UInt8>) -> Bool {
        switch self {
        case .exists: return true
        case .absent: return false
        case .true: return kind == .true
        case .false: return kind == .false
        case .null: return kind == .null
        case .anythingBut(let list): return !list.excludes(kind, value)
        case .number(let number): return kind == .number && number.accepts(value)
        case .numeric(let range): return kind == .number && range.accepts(value)
        case .cidr(let range) where kind == .number: return range.acceptsNumber(value)
        default: return kind == .string && accepts(string: value)
        }
    }

    private func accepts(string value: Span<UInt8>) -> Bool {
        switch self {
        case .string(let text): return value.hasEqualBytes(to: text.span)
        case .address(let address, _): return IPAddress(parsing: value) == address
        case .prefix(let prefix): return value.hasPrefix(prefix.span)
        case .suffix(let suffix): return value.hasSuffix(suffix.span)
        case .equalsIgnoreCase(let text): return text.equals(value)
        case .prefixIgnoreCase(let text): return text.isPrefix(of: value)
        case .suffixIgnoreCase(let text): return text.isSuffix(of: value)
        case .wildcard(let wildcard): return wildcard.matches(value)
        case .cidr(let range): return IPAddress(parsing: value).map(range.contains) ?? false
        default: return false
        }
    }
}

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

public import TextFormats

/// One entry of a value array in a pattern: what a leaf must be.
public enum PatternTest: Hashable, Sendable {
    /// This text, byte for byte; also `exactly`.
    case string([UInt8])
    /// A plain string that reads as an address: the same address in any spelling.
    case address(IPAddress, text: [UInt8])
    case number(PatternNumber)
    case `true`, `false`, null
    case prefix([UInt8])
    case suffix([UInt8])
    case equalsIgnoreCase(CaseFoldedText)
    case prefixIgnoreCase(CaseFoldedText)
    case suffixIgnoreCase(CaseFoldedText)
    case wildcard(Wildcard)
    case numeric(NumericRange)
    case cidr(AddressRange)
    /// `exists: true`: any leaf.
    case exists
    /// `exists: false`: no leaf. No leaf passes it; it is judged by what is not there.
    case absent
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

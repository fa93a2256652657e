/// Comparison of texts byte by byte.
///
/// Swift compares strings by canonical equivalence: `é` as one scalar equals `e` with an accent. AWS, HTTP and JSON
/// compare bytes, and so does relay.
extension StringProtocol {
    /// Whether two texts are the same bytes of UTF-8.
    @inlinable
    public func hasBytes(of other: some StringProtocol) -> Bool { utf8.elementsEqual(other.utf8) }

    /// Whether two texts are the same bytes of UTF-8 when letters of ASCII are compared without regard to case.
    @inlinable
    public func hasBytes(ofIgnoringCase other: some StringProtocol) -> Bool {
        utf8.elementsEqual(other.utf8) { $0.asciiLowercased == $1.asciiLowercased }
    }
}

extension Sequence where Element: StringProtocol {
    /// Whether one of the texts is the same bytes of UTF-8.
    @inlinable
    public func containsBytes(of text: some StringProtocol) -> Bool { contains { $0.hasBytes(of: text) } }
}

/// Classes of ASCII characters, for grammars that are written in bytes. No byte above 0x7F belongs to any of them.
extension UInt8 {
    /// `0` to `9`.
    @inlinable
    public var isASCIIDigit: Bool { self &- 0x30 < 10 }

    /// `a` to `z`.
    @inlinable
    public var isASCIILowercase: Bool { self &- 0x61 < 26 }

    /// `A` to `Z`.
    @inlinable
    public var isASCIIUppercase: Bool { self &- 0x41 < 26 }

    /// A letter of either case.
    @inlinable
    public var isASCIILetter: Bool { (self | 0x20).isASCIILowercase }

    /// A letter of either case, or a digit.
    @inlinable
    public var isASCIIAlphanumeric: Bool { isASCIILetter || isASCIIDigit }

    /// A digit of a hexadecimal number, in either case.
    @inlinable
    public var isASCIIHexDigit: Bool { isASCIIDigit || (self | 0x20) &- 0x61 < 6 }

    /// The value of a hexadecimal digit, in either case; nil for any other byte.
    @inlinable
    public var asciiHexValue: UInt8? {
        if isASCIIDigit { return self &- 0x30 }
        return (self | 0x20) &- 0x61 < 6 ? (self | 0x20) &- 0x61 &+ 10 : nil
    }

    /// The byte itself, or the small letter of a capital one.
    @inlinable
    public var asciiLowercased: UInt8 { isASCIIUppercase ? self | 0x20 : self }

    /// A blank, a tab, a line feed or a carriage return: the white space of JSON (RFC 8259, section 2) and of HTTP.
    @inlinable
    public var isASCIIBlank: Bool { self == 0x20 || self == 0x0A || self == 0x0D || self == 0x09 }
}

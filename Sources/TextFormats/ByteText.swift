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

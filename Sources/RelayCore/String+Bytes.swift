/// Swift compares strings by canonical equivalence, EventBridge byte by byte; so does relay.
extension StringProtocol {
    /// Whether two texts are the same bytes of UTF-8.
    func hasBytes(of other: some StringProtocol) -> Bool { utf8.elementsEqual(other.utf8) }
}

extension Sequence where Element: StringProtocol {
    /// Whether one of the texts is the same bytes of UTF-8.
    func containsBytes(of text: some StringProtocol) -> Bool { contains { $0.hasBytes(of: text) } }
}

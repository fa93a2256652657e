/// The names that a match expression can begin with.
enum MatchOperator: String, CaseIterable {
    case prefix, suffix, wildcard, exists, numeric, cidr
    case anythingBut = "anything-but"
    case equalsIgnoreCase = "equals-ignore-case"
    /// Not in EventBridge's guide: plain text, never read as an address.
    case exactly

    init?(_ name: [UInt8]) {
        guard let found = Self.allCases.first(where: { $0.rawValue.utf8.elementsEqual(name) }) else { return nil }
        self = found
    }

    /// Names that cannot be keys inside `$or`: the operators, and words kept for later ones.
    ///
    /// Source: event-ruler's Constants, RESERVED_FIELD_NAMES_IN_OR_RELATIONSHIP.
    static func isReservedInOr(_ name: [UInt8]) -> Bool {
        Self(name) != nil || laterWords.contains { $0.utf8.elementsEqual(name) }
    }

    private static let laterWords = [
        "=", "<", "<=", ">", ">=", "regex", "not-wildcard", "not-equals-ignore-case", "date-after",
        "date-on-or-after", "date-before", "date-on-or-before", "in-date-range", "ip-address-in-range",
        "ip-address-not-in-range",
    ]
}

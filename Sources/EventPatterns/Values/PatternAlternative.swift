/// One of the conjunctions that a pattern's `$or` arrays expand to: every field must hold.
public struct PatternAlternative: Hashable, Sendable {
    /// Ordered by their paths' UTF-16 units, as EventBridge tries them. The order decides which elements of an array an
    /// `exists: false` looks at.
    public let fields: [PatternField]

    init(fields: some Sequence<PatternField>) {
        self.fields = fields.map { (key: WTF8.utf16($0.path), field: $0) }
            .sorted { $0.key.lexicographicallyPrecedes($1.key) }
            .map(\.field)
    }
}

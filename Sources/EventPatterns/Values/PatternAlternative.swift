/// One of the conjunctions that a pattern's `$or` arrays expand to: every field must hold.
public struct PatternAlternative: Hashable, Sendable {
    /// In the order of their paths' UTF-16 units, in which EventBridge tries them; the order decides what an
    /// `exists: false` sees of an array.
    public let fields: [PatternField]

    init(fields: some Sequence<PatternField>) {
        self.fields = fields.map { (key: WTF8.utf16($0.path), field: $0) }
            .sorted { $0.key.lexicographicallyPrecedes($1.key) }
            .map(\.field)
    }
}

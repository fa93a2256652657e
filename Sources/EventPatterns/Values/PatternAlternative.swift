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

/// One path of a pattern and the tests of which a leaf there must pass one.
public struct PatternField: Hashable, Sendable {
    /// The keys joined with `.`, escapes undone, as UTF-8; a lone surrogate is the three bytes of its number (WTF-8).
    public let path: [UInt8]
    /// Alternatives to each other; never empty.
    public let tests: [PatternTest]
    /// The bytes of the value array in the pattern's source, brackets included.
    public let range: Range<Int>
    /// The bytes of each test in the pattern's source, in the order of ``tests``.
    public let testRanges: [Range<Int>]

    /// Whether the absence of leaves satisfies the field.
    public var acceptsAbsence: Bool { tests.contains(.absent) }

    /// Whether a leaf passes one of the tests; see ``PatternTest/accepts(_:_:)``.
    public func accepts(_ kind: LeafKind, _ value: Span<UInt8>) -> Bool {
        tests.contains { $0.accepts(kind, value) }
    }
}

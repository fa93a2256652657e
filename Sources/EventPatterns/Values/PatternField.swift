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

    /// Whether no leaf at all satisfies the field.
    public var acceptsAbsence: Bool { tests.contains(.absent) }

    /// Whether a leaf passes one of the tests; see ``PatternTest/accepts(_:_:)``.
    public func accepts(_ kind: LeafKind, _ value: Span<UInt8>) -> Bool {
        tests.contains { $0.accepts(kind, value) }
    }
}

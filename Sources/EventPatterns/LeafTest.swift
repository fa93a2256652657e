/// One test as the matcher puts it: a few numbers that point into ``LeafTests``, so that asking it touches no
/// reference count. Measured: enum payloads that hold arrays took a quarter of the matcher's time in retain and release.
struct LeafTest: Sendable {
    enum Operation: UInt8, Sendable {
        case exists, isTrue, isFalse, isNull
        /// Against ``LeafTests/bytes``.
        case equals, prefix, suffix
        /// Against lower-case ASCII in ``LeafTests/bytes``.
        case equalsFolded, prefixFolded, suffixFolded
        /// Against ``LeafTests/pieces``, each a range of bytes.
        case wildcard
        /// Is filed in the table under the label `first`.
        case isFiled
        /// Against ``LeafTests/decimals`` and ``LeafTests/ranges``.
        case number, range
        /// No string that the tests from `first` on accept, and no number of ``LeafTests/decimals``.
        case noneOfStrings, noneOfNumbers
        /// Against ``LeafTests/others``: everything rare.
        case other
    }

    var operation: Operation
    var first: Int32
    var count: Int32
}

/// The tests that one alternative puts to one field, any of which is enough; alternatives that ask the same share one.
struct TestSet: Sendable {
    var field: Int32
    /// A range of ``LeafTests/tests``.
    var first: Int32
    var end: Int32
    /// Whether the field may be absent.
    var acceptsAbsence: Bool
}

/// One test in compiled form: a few numbers that point into ``CompiledTests``, so that asking it touches no
/// reference count. Measured: enum payloads that hold arrays took a quarter of the matcher's time in retain and release.
struct CompiledTest: Sendable {
    enum Operation: UInt8, Sendable {
        case exists, isTrue, isFalse, isNull
        /// Against ``CompiledTests/bytes``.
        case equals, prefix, suffix
        /// Against lower-case ASCII in ``CompiledTests/bytes``.
        case equalsFolded, prefixFolded, suffixFolded
        /// Against ``CompiledTests/pieces``, each a range of bytes.
        case wildcard
        /// Against the table, under the label `first`.
        case isInTable
        /// Against ``CompiledTests/decimals`` and ``CompiledTests/ranges``.
        case number, range
        /// No string that the tests from `first` on accept, and no number of ``CompiledTests/decimals``.
        case noneOfStrings, noneOfNumbers
        /// Against ``CompiledTests/others``: everything rare.
        case other
    }

    var operation: Operation
    var first: Int32
    var count: Int32
}

/// The tests of one field in one alternative, any of which is enough; alternatives with the same tests share one set.
struct TestSet: Sendable {
    var field: Int32
    /// A range of ``CompiledTests/tests``.
    var first: Int32
    var end: Int32
    /// Whether the field may be absent.
    var acceptsAbsence: Bool
}

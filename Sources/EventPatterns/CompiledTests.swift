/// All tests of a pattern set, and what they compare with, in a few flat arrays.
struct CompiledTests: Sendable {
    private(set) var sets: [TestSet] = []
    private(set) var tests: [CompiledTest] = []
    /// By field: whether some test wants a number as a decimal.
    private(set) var wantsDecimal: [Bool] = []
    private(set) var bytes: [UInt8] = []
    private(set) var pieces: [Range<Int32>] = []
    private var decimals: [DecimalNumber] = []
    private var ranges: [NumericRange] = []
    private var others: [PatternTest] = []
    private var tableEntries: [(key: ByteStringTable.Key, value: Int32)] = []
    private var labels: Int32 = 0
    private var table = ByteStringTable([])

    /// From so many exact strings on a table is quicker than comparing one by one.
    private static let tableThreshold = 4

    /// Adds the tests of one field and returns the number of their set.
    mutating func add(_ tests: [PatternTest], field: Int) -> Int32 {
        while wantsDecimal.count <= field { wantsDecimal.append(false) }
        var compiled: [CompiledTest] = []
        let strings = tests.compactMap { if case .string(let text) = $0 { text } else { nil } }
        if strings.count >= Self.tableThreshold { compiled.append(addToTable(strings)) }
        for test in tests {
            switch test {
            case .absent: continue
            case .string: if strings.count >= Self.tableThreshold { continue }
            default: break
            }
            compiled.append(compile(test, field: field))
        }
        let first = Int32(self.tests.count)
        self.tests += compiled
        sets.append(
            TestSet(
                field: Int32(field), first: first, end: Int32(self.tests.count), acceptsAbsence: tests.contains(.absent)
            ))
        return Int32(sets.count - 1)
    }

    /// Must be called once after the last ``add(_:field:)``.
    mutating func finish() {
        table = ByteStringTable(tableEntries)
        tableEntries = []
    }

    private mutating func addToTable(_ strings: [[UInt8]]) -> CompiledTest {
        labels += 1
        for string in Set(strings) { tableEntries.append((ByteStringTable.Key(label: labels, bytes: string), 0)) }
        return CompiledTest(operation: .isInTable, first: labels, count: 0)
    }

    private mutating func compile(_ test: PatternTest, field: Int) -> CompiledTest {
        switch test {
        case .exists: return CompiledTest(operation: .exists, first: 0, count: 0)
        case .true: return CompiledTest(operation: .isTrue, first: 0, count: 0)
        case .false: return CompiledTest(operation: .isFalse, first: 0, count: 0)
        case .null: return CompiledTest(operation: .isNull, first: 0, count: 0)
        case .string(let text): return store(text, for: .equals)
        case .prefix(let text): return store(text, for: .prefix)
        case .suffix(let text): return store(text, for: .suffix)
        case .equalsIgnoreCase(let text): return compile(text, .equalsFolded, or: test)
        case .prefixIgnoreCase(let text): return compile(text, .prefixFolded, or: test)
        case .suffixIgnoreCase(let text): return compile(text, .suffixFolded, or: test)
        case .wildcard(let wildcard): return compile(wildcard)
        case .number(let number) where number.isComparable:
            wantsDecimal[field] = true
            decimals.append(number.value)
            return CompiledTest(operation: .number, first: Int32(decimals.count - 1), count: 1)
        case .numeric(let range):
            wantsDecimal[field] = true
            ranges.append(range)
            return CompiledTest(operation: .range, first: Int32(ranges.count - 1), count: 1)
        case .anythingBut(let list): return compile(list, field: field)
        case .number, .address, .cidr, .absent: return keep(test)
        }
    }

    private mutating func keep(_ test: PatternTest) -> CompiledTest {
        others.append(test)
        return CompiledTest(operation: .other, first: Int32(others.count - 1), count: 1)
    }

    private mutating func store(_ text: [UInt8], for operation: CompiledTest.Operation) -> CompiledTest {
        let first = Int32(bytes.count)
        bytes += text
        return CompiledTest(operation: operation, first: first, count: Int32(text.count))
    }

    private mutating func compile(
        _ text: CaseFoldedText, _ operation: CompiledTest.Operation, or test: PatternTest
    ) -> CompiledTest {
        text.lowercasedASCII.map { store($0, for: operation) } ?? keep(test)
    }

    private mutating func compile(_ wildcard: Wildcard) -> CompiledTest {
        let first = Int32(pieces.count)
        for piece in wildcard.pieces {
            pieces.append(Int32(bytes.count)..<Int32(bytes.count + piece.count))
            bytes += piece
        }
        return CompiledTest(operation: .wildcard, first: first, count: Int32(wildcard.pieces.count))
    }

    private mutating func compile(_ list: AnythingBut, field: Int) -> CompiledTest {
        let excluded: [PatternTest]
        switch list {
        case .numbers(let numbers):
            wantsDecimal[field] = true
            let first = Int32(decimals.count)
            decimals += numbers
            return CompiledTest(operation: .noneOfNumbers, first: first, count: Int32(numbers.count))
        case .strings(let strings): excluded = strings.map { .string($0) }
        case .prefixes(let prefixes): excluded = prefixes.map { .prefix($0) }
        case .suffixes(let suffixes): excluded = suffixes.map { .suffix($0) }
        case .equalsIgnoreCase(let texts): excluded = texts.map { .equalsIgnoreCase($0) }
        case .wildcards(let wildcards): excluded = wildcards.map { .wildcard($0) }
        }
        var compiled: [CompiledTest]
        if case .strings(let strings) = list, strings.count >= Self.tableThreshold {
            compiled = [addToTable(strings)]
        } else {
            compiled = []
            for test in excluded { compiled.append(compile(test, field: field)) }
        }
        let first = Int32(tests.count)
        tests += compiled
        return CompiledTest(operation: .noneOfStrings, first: first, count: Int32(compiled.count))
    }
}

extension CompiledTests {
    /// Whether a leaf passes any test of a set.
    ///
    /// - Parameter decimal: a number's value, if its field is among ``wantsDecimal``.
    @inline(__always)
    func accept(_ set: TestSet, _ kind: LeafKind, _ value: Span<UInt8>, _ decimal: DecimalNumber?) -> Bool {
        for index in Int(set.first)..<Int(set.end) where accepts(tests[index], kind, value, decimal) { return true }
        return false
    }

    private func accepts(_ test: CompiledTest, _ kind: LeafKind, _ value: Span<UInt8>, _ decimal: DecimalNumber?)
        -> Bool
    {
        switch test.operation {
        case .exists: return true
        case .isTrue: return kind == .true
        case .isFalse: return kind == .false
        case .isNull: return kind == .null
        case .number: return decimal == decimals[Int(test.first)]
        case .range: return decimal.map { ranges[Int(test.first)].contains($0) && $0.isComparable } ?? false
        case .noneOfNumbers:
            guard let decimal else { return true }
            for index in Int(test.first)..<Int(test.first &+ test.count) where decimals[index] == decimal {
                return false
            }
            return true
        case .noneOfStrings:
            guard kind == .string else { return true }
            for index in Int(test.first)..<Int(test.first &+ test.count) where accepts(tests[index], string: value) {
                return false
            }
            return true
        case .other: return others[Int(test.first)].accepts(kind, value)
        default: return kind == .string && accepts(test, string: value)
        }
    }

    @inline(__always)
    private func accepts(_ test: CompiledTest, string value: Span<UInt8>) -> Bool {
        let count = Int(test.count)
        switch test.operation {
        case .isInTable: return table.value(of: value, label: test.first) != nil
        case .wildcard: return matchesWildcard(test, value)
        case .other: return others[Int(test.first)].accepts(.string, value)
        default: break
        }
        guard value.count >= count else { return false }
        let bytes = bytes.span
        let text = bytes.extracting(Int(test.first)..<Int(test.first) &+ count)
        switch test.operation {
        case .equals: return value.hasEqualBytes(to: text)
        case .prefix: return value.extracting(0..<count).hasEqualBytes(to: text)
        case .suffix: return value.extracting(value.count &- count..<value.count).hasEqualBytes(to: text)
        case .equalsFolded: return value.hasEqualBytesFolded(to: text)
        case .prefixFolded: return value.extracting(0..<count).hasEqualBytesFolded(to: text)
        case .suffixFolded: return value.extracting(value.count &- count..<value.count).hasEqualBytesFolded(to: text)
        default: return false
        }
    }
}

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
